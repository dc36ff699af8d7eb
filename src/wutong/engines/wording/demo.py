"""The demo university's lists. Everybody on them is invented, as is the university."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from wutong.core.reference.models import LegalBody
from wutong.engines.wording.models import Certificate
from wutong.engines.wording.services.keeping import Edition, put_leader, put_term
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User

if TYPE_CHECKING:
    from wutong.engines.wording.services.keeping import TitleLine
    from wutong.kernel.demo import DemoWorld

# name, in English, kind, place, titles: title, in English, years ago it began, years ago it ended
LEADERS: tuple[tuple[str, str, str, int, tuple[tuple[str, str, float, float | None], ...]], ...] = (
    ("秦望川", "Qin Wangchuan", "university", 1, (("党委书记", "Party Secretary", 4.2, None),)),
    ("闻一川", "Wen Yichuan", "university", 2,
     (("副校长", "Vice President", 7.5, 3.4), ("校长", "President", 3.4, None))),
    ("苏临江", "Su Linjiang", "university", 3,
     (("党委副书记", "Deputy Party Secretary", 5.1, None),)),
    ("陆知行", "Lu Zhixing", "university", 4,
     (("常务副校长", "Executive Vice President", 2.8, None),)),
    ("温若谷", "Wen Ruogu", "university", 5, (("副校长", "Vice President", 4.0, None),)),
    ("方砚秋", "Fang Yanqiu", "university", 6,
     (("副校长", "Vice President", 3.1, None), ("研究生院院长", "Dean of the Graduate School", 5.0, 1.2))),
    ("程听澜", "Cheng Tinglan", "university", 7, (("总会计师", "Chief Accountant", 2.2, None),)),
    ("林观潮", "Lin Guanchao", "former", 1, (("校长", "President", 11.4, 3.4),)),
    ("顾长安", "Gu Changan", "former", 2, (("副校长", "Vice President", 9.0, 2.8),)),
    ("叶疏桐", "Ye Shutong", "alumni", 1,
     (("校友会秘书长", "Secretary General of the Alumni Association", 6.3, None),)),
    ("许南浦", "Xu Nanpu", "alumni", 2,
     (("教育基金会理事长", "Chair of the Education Foundation", 5.6, None),)),
)  # fmt: skip
TERMS = (
    ("phrase", "zh-hans", "校友总会", "梧桐大学校友会", "以登记证书上的名称为准", ""),
    ("phrase", "zh-hans", "校基金会", "梧桐大学教育基金会", "首次出现用全称", ""),
    ("phrase", "zh-hans", "研支团", "研究生支教团", "首次出现用全称", ""),
    ("sensitive", "zh-hans", "残废人", "残疾人", "新闻用语规范", ""),
    ("sensitive", "zh-hans", "弱智", "智力障碍者", "新闻用语规范", ""),
    ("sensitive", "zh-hans", "穷学生", "家庭经济困难学生", "资助工作用语", ""),
    ("sensitive", "zh-hans", "豪掷", "捐赠", "宣传捐赠不渲染金额", ""),
    ("forbidden", "zh-hans", "史上最强", "", "广告法第九条：不使用最高级用语", ""),
    (
        "forbidden",
        "zh-hans",
        "全国第一",
        "",
        "广告法第九条：不使用最高级用语",
        "全国第一届\n全国第一批",
    ),
    ("forbidden", "zh-hans", "天价捐赠", "大额捐赠", "宣传捐赠不渲染金额", ""),
    ("forbidden", "en", "world-famous", "", "No superlatives (Advertising Law, article 9)", ""),
    ("phrase", "en", "WTU", "Wutong University", "In full at the first mention", ""),
)


def build_wording(world: DemoWorld) -> None:
    """One version, as the lists came."""
    clerk = User.objects.filter(email="staff@demo.wutong.test").first()
    if clerk is None:
        return
    first = Edition(Actor.of(clerk), "宣传部用语清单（首版）")
    for name, name_en, kind, rank, titles in LEADERS:
        fields = {"name": name, "name_en": name_en, "kind": kind, "rank": rank}
        put_leader(first, None, fields, [_title(world.today, *title) for title in titles])
    for kind, language, words, advice, reason, within in TERMS:
        fields = {
            "kind": kind, "language": language, "words": words, "advice": advice,
            "reason": reason, "within": within,
        }  # fmt: skip
        put_term(first, None, fields)
    first.close()
    foundation = LegalBody.objects.filter(pk="foundation").first()
    if foundation is not None:
        since = date(world.today.year - 2, 1, 1)
        Certificate.objects.create(
            legal_body=foundation, number="慈募证字第0412号（演示）", since=since,
            until=date(since.year + 4, 12, 31),
        )  # fmt: skip


def _title(today: date, zh: str, en: str, began: float, ended: float | None) -> TitleLine:
    def ago(years: float) -> date:
        return today - timedelta(days=round(years * 365))

    return zh, en, ago(began), ago(ended) - timedelta(days=1) if ended is not None else None
