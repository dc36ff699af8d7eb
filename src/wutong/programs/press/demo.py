"""The demo's media and what was said of the university. Every outlet and person is invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from wutong.platform.accounts.models import User
from wutong.programs.press.enums import (
    Evidence,
    HonourKind,
    OutletKind,
    Permission,
    QuoteScope,
)
from wutong.programs.press.models import Honour, Mention, Outlet, QuotationUse

if TYPE_CHECKING:
    from random import Random

    from wutong.kernel.demo import DemoWorld

# media of each kind, self-media last; the first competition was reported by all of them
COUNTS = {
    "tiny": (1, 2, 1, 1, 2), "small": (2, 6, 3, 1, 4), "article": (8, 40, 18, 7, 26),
}  # fmt: skip
PLACES = (
    "梧陵", "青屿", "云浦", "澜州", "栎阳湾", "松墟", "鹤汀", "砚溪", "霁川", "苇岸", "禾塬", "溯江",
    "岚港", "棠里", "漱石", "杏坪",
)  # fmt: skip
SORTS = {
    OutletKind.CENTRAL: ("寰宇通讯", "华夏文教周报", "山河广播新闻", "神州青年文摘", "四海侨声", "大地经济评论",
                         "长河科技新闻", "九州校园视界"),
    OutletKind.PROVINCIAL: ("日报", "晚报", "电视新闻", "新闻网", "都市客户端"),
    OutletKind.INDUSTRY: ("创投周刊", "教育观察", "制造业评论", "医药通讯", "建筑纪事"),
    OutletKind.OVERSEAS: ("华语周报", "侨报", "中文台"),
    OutletKind.SELF: ("手记", "见闻", "茶话", "观察员"),
}  # fmt: skip
EVENT = "首届校友创新创业大赛"
TOPICS = (EVENT, "校友返校日", "校友讲堂", "空中双选会", "助学基金", "地方校友会成立")
HEADLINES = {
    EVENT: ("梧桐大学首届校友创新创业大赛{}", "校友创新创业大赛{}：三十个项目落地", "从校园到赛场：梧桐校友大赛{}"),
    "校友返校日": ("梧桐大学校友返校日：{}", "三代校友同回梧桐道 {}"),
    "校友讲堂": ("校友讲堂{}开讲", "梧桐校友回校谈成长 {}"),
    "空中双选会": ("校友企业空中双选会{}启动", "梧桐校友企业携岗位来校 {}"),
    "助学基金": ("梧桐校友助学基金{}发放", "校友接力助学 {}"),
    "地方校友会成立": ("梧桐大学校友会{}换届", "梧桐校友在异乡的家 {}"),
}  # fmt: skip
TURNS = (
    "启动",
    "初赛",
    "复赛",
    "决赛",
    "现场",
    "侧记",
    "综述",
    "回访",
    "专访",
    "速写",
    "一线观察",
    "纪实",
)
FIRST, LAST = date(2020, 9, 10), date(2020, 12, 28)
MORE = {"tiny": 4, "small": 40, "article": 420}
# kind, who, what they were, words, translation, days ago, permission, scope, days it still holds
SAID = (
    ("praise", "许知微", "时任驻外使节", "梧桐学子走到哪里，就把认真二字带到哪里。",
     "Wherever Wutong's students go, they bring care with them.", 640, "granted", "public", None),
    ("inscription", "陶然亭客", "书法家协会顾问", "凤栖梧桐，木秀于林。", "", 900, "granted", "public", 720),
    ("praise", "Margaret Ellwood", "时任海外合作大学校长",
     "Your alumni are the best ambassadors a university could wish for.",
     "贵校校友是一所大学所能期望的最好的使者。", 420, "granted", "alumni", 400),
    ("thanks", "岚港市第一中学", "", "感谢梧桐校友连续十年支教，孩子们记得每一位老师的名字。", "", 210,
     "granted", "public", None),
    ("praise", "顾行舟", "时任岚港市产业园区负责人", "校友企业来得实，留得住，带得动。", "", 95, "asked", "", None),
    ("award", "全国高校校友工作研究会（演示）", "", "校友服务创新案例一等奖", "", 320, "none", "", None),
    ("praise", "温岭松", "时任行业协会会长", "这场大赛让我看到了大学与产业之间最短的路。", "", 2150,
     "granted", "public", -30),
    ("award", "梧陵市人民政府（演示）", "", "优秀社会组织", "", 60, "none", "", None),
)  # fmt: skip


def build_press(world: DemoWorld) -> None:
    """Outlets with what they wrote, and the register of honours."""
    clerk = User.objects.filter(email="staff@demo.wutong.test").first()
    if clerk is None:
        return
    rng = world.rng("press")
    outlets = _outlets(rng, COUNTS.get(world.scale, COUNTS["small"]))
    mentions = [_mention(rng, outlet, EVENT, FIRST, LAST, proven=True) for outlet in outlets]
    for _at in range(MORE.get(world.scale, 40)):
        outlet = rng.choice(outlets)
        topic = rng.choice(TOPICS)
        start = FIRST if topic == EVENT else world.today - timedelta(days=1500)
        end = LAST if topic == EVENT else world.today
        mentions.append(_mention(rng, outlet, topic, start, end, proven=rng.random() < 0.93))
    for back in (2, 5, 9):  # something for the last fortnight
        outlet = rng.choice(outlets)
        day = world.today - timedelta(days=back)
        mentions.append(_mention(rng, outlet, "校友返校日", day, day, proven=True))
    once = {(row.outlet_id, row.title, row.published_on): row for row in mentions}
    Mention.objects.bulk_create(once.values(), batch_size=500)
    _honours(world, clerk)
    world.say(f"{len(outlets):,} media, {len(once):,} reports")


def _outlets(rng: Random, counts: tuple[int, ...]) -> list[Outlet]:
    rows: list[Outlet] = []
    for kind, count in zip(OutletKind, counts, strict=True):
        names = list(SORTS[kind])
        if kind != OutletKind.CENTRAL:
            names = [place + sort for sort in SORTS[kind] for place in PLACES]
        for name in names[:count]:
            own = kind == OutletKind.SELF
            rows.append(
                Outlet(
                    name=name, kind=kind, account=f"wt-{rng.randrange(10**6):06d}" if own else "",
                    licence="" if own else f"演示{rng.randrange(10**6):06d}",
                )
            )  # fmt: skip
    return Outlet.objects.bulk_create(rows)


def _mention(
    rng: Random, outlet: Outlet, topic: str, start: date, end: date, *, proven: bool
) -> Mention:
    published = start + timedelta(days=rng.randrange((end - start).days + 1))
    known = rng.random() < 0.7
    mention = Mention(
        outlet=outlet, title=rng.choice(HEADLINES[topic]).format(rng.choice(TURNS)), about=topic,
        published_on=published,
        source_on=published - timedelta(days=rng.choice((0, 1, 1, 2, 2, 3, 5, 9))) if known else None,
    )  # fmt: skip
    if proven:
        mention.link = f"https://news.example.org/{rng.randrange(10**9)}"
        looked = rng.random() < 0.6
        mention.evidence = Evidence.CHECKED if looked else Evidence.LINK
        mention.checked_on = published if looked else None
    return mention


def _honours(world: DemoWorld, clerk: User) -> None:
    for at, (kind, name, office, words, other, ago, permission, scope, left) in enumerate(SAID):
        english = words.isascii()
        honour = Honour.objects.create(
            kind=HonourKind(kind), name=name, office=office, words=words, words_other=other,
            language="en" if english else "zh-hans", said_on=world.today - timedelta(days=ago),
            occasion=EVENT if ago > 2000 else "", permission=Permission(permission), scope=scope,
            permitted_until=world.today + timedelta(days=left) if left is not None else None,
            permission_note="来信同意（演示）" if permission == "granted" else "",
            source="来信" if kind != "award" else "获奖文件", order=10 * (at + 1),
        )  # fmt: skip
        if at in (0, 6):
            QuotationUse.objects.create(
                honour=honour, label="校友宣传册第3页", scope=QuoteScope.PUBLIC, noted_by=clerk,
                noted_on=world.today - timedelta(days=40),
            )  # fmt: skip
