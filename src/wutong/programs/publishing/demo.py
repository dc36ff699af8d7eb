"""The demo university's home page: what is on in the weeks to come, a person, a letter, figures."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from wutong.programs.publishing import services
from wutong.programs.publishing.mirror import mirror_roles
from wutong.programs.publishing.models import HomePage

if TYPE_CHECKING:
    from datetime import date

    from wutong.kernel.demo import DemoWorld

#: Days from the demo's today, with the words in both languages.
HAPPENINGS: tuple[tuple[int, dict[str, tuple[str, str, str]]], ...] = (
    (
        6,
        {
            "zh-hans": (
                "校友返校日",
                "梧桐广场",
                "九点起签到；十点校长与各届代表在老图书馆前合影。",
            ),
            "en": (
                "Homecoming day",
                "Wutong Square",
                "From nine o'clock; at ten a picture with the president before the old library.",
            ),
        },
    ),
    (
        13,
        {
            "zh-hans": (
                "校友讲坛：造桥的四十年",
                "土木工程学院报告厅，同步直播",
                "1982级校友讲她参与设计的七座桥。",
            ),
            "en": (
                "Alumni lecture: forty years of bridges",
                "Hall of Civil Engineering, and live",
                "An alumna who entered in 1982 on the seven bridges she helped to design.",
            ),
        },
    ),
    (
        27,
        {
            "zh-hans": ("深圳校友会新年茶叙", "深圳 · 南山", "带上家人，也带上一本旧书来换。"),
            "en": (
                "New Year's tea of the Shenzhen chapter",
                "Nanshan, Shenzhen",
                "Bring your family, and an old book to exchange.",
            ),
        },
    ),
    (
        41,
        {
            "zh-hans": ("毕业三十年，回宿舍楼住一晚", "南苑七号楼", "留给1996届，床位六十张。"),
            "en": (
                "Thirty years on: a night in the old dormitory",
                "South Garden, house 7",
                "For the class of 1996; sixty beds.",
            ),
        },
    ),
)

TEXTS: dict[str, dict[str, Any]] = {
    "zh-hans": {
        "headline": "梧桐又黄了，回来看看",
        "standfirst": "六十年来，从这里走出去的人都还在名册上。核对一下您的记录，看看近期有什么，有事找我们。",
        "on": "近期",
        "figures": ("此刻的我们", "每个数字都可以展开，看它怎样统计。"),
        "person": (
            "林若谷",
            "化学系1991届，乡村教师",
            "每年六月我都给学生念毕业那天老师写给我的信。信很短，只有一句：路远，慢慢走，常回来。",
        ),
        "services": (
            "在这里可以做什么",
            (
                ("核对我的记录", "学籍、班级与联系方式，哪里不对，告诉我们。"),
                ("决定收什么", "问候、通讯，分别选择；每封邮件都能一步退订。"),
                ("看谁看过", "办公室留存了什么、谁查看过，您都看得到。"),
            ),
        ),
        "letter": (
            "写给回来的人",
            "<p>无论您毕业一年还是六十年，无论身在何处，母校都记得您的名字。联系方式变了，请告诉我们一声；同学找不到了，我们一起找。</p><p>校友部、校友会与教育基金会同在老图书馆一楼，工作日八点半到五点都有人。</p>",
            "梧桐大学校友部",
        ),
    },
    "en": {
        "headline": "The plane trees have turned. Come and see.",
        "standfirst": "Sixty years of people who left through this gate are still on the roll. Check your record, see what is on, and ask us when there is something to ask.",
        "on": "What is on",
        "figures": ("Who we are today", "Every figure opens to how it is counted."),
        "person": (
            "Lin Ruogu",
            "Chemistry, class of 1991; village teacher",
            "Every June I read to my pupils the letter my teacher gave me on graduation day. It is one line: the road is long, walk slowly, come back often.",
        ),
        "services": (
            "What you can do here",
            (
                ("Check my record", "Degrees, class and contact details: tell us what is wrong."),
                (
                    "Choose what you receive",
                    "Greetings and newsletters, each by itself; every mail has a one-step way out.",
                ),
                (
                    "See who looked",
                    "What the office keeps about you and who has looked at it is yours to read.",
                ),
            ),
        ),
        "letter": (
            "To those who come back",
            "<p>Whether you graduated a year ago or sixty, and wherever you are, your university remembers your name. Tell us when your address changes; if you have lost a classmate, we will look together.</p><p>The alumni office, the society and the foundation are on the ground floor of the old library, half past eight to five on working days.</p>",
            "The alumni office of Wutong University",
        ),
    },
}


def build_home(world: DemoWorld) -> None:
    """Fill both home pages, count the public figures, let writers into the newsroom."""
    mirror_roles()
    for page in HomePage.objects.select_related("locale"):
        texts = TEXTS.get(page.locale.language_code)
        if texts is None:
            continue
        page.headline = texts["headline"]
        page.standfirst = texts["standfirst"]
        page.body = page.body.stream_block.to_python(
            _body(texts, page.locale.language_code, world.today)
        )
        page.save_revision().publish()
    services.refresh_public_figures(today=world.today)


def _body(texts: dict[str, Any], language: str, today: date) -> list[dict[str, Any]]:
    happenings = [
        {
            "date": (today + timedelta(days=days)).isoformat(),
            "title": words[language][0],
            "place": words[language][1],
            "text": words[language][2],
            "link": "",
        }
        for days, words in HAPPENINGS
    ]
    name, line, quote = texts["person"]
    title, text, signature = texts["letter"]
    services_title, services_list = texts["services"]
    blocks: list[tuple[str, dict[str, Any]]] = [
        ("happenings", {"title": texts["on"], "happenings": happenings}),
        ("figures", {"title": texts["figures"][0], "note": texts["figures"][1]}),
        ("person", {"name": name, "line": line, "quote": quote, "picture": None, "link": ""}),
        (
            "services",
            {
                "title": services_title,
                "services": [{"title": t, "text": s, "link": "/me/"} for t, s in services_list],
            },
        ),
        ("letter", {"title": title, "text": text, "signature": signature}),
    ]
    return [
        {
            "type": kind,
            "value": value,
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{language}:{kind}")),
        }
        for kind, value in blocks
    ]
