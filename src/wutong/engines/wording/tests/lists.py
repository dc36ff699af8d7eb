"""Lists of an invented university, for the tests of this room and of those that use it."""

from __future__ import annotations

from datetime import date

from wutong.engines.wording.checking.lists import LeaderEntry, Lists, TermEntry, TitleEntry
from wutong.engines.wording.services.keeping import save_leader, save_term
from wutong.kernel.actors import Actor

OFFICE = Actor.system("propaganda office")
TODAY = date(2026, 11, 23)
TURN = date(2023, 5, 10)
BEFORE = date(2023, 5, 9)
LEADERS = (
    ("秦望川", "Qin Wangchuan", "university", 1,
     (("党委书记", "Party Secretary", date(2022, 1, 1), None),)),
    ("闻一川", "Wen Yichuan", "university", 2,
     (("副校长", "Vice President", date(2019, 1, 1), BEFORE), ("校长", "President", TURN, None))),
    ("陆知行", "Lu Zhixing", "university", 4,
     (("常务副校长", "Executive Vice President", date(2024, 1, 1), None),)),
    ("温若谷", "Wen Ruogu", "university", 5,
     (("副校长", "Vice President", date(2022, 1, 1), None),)),
    ("林观潮", "Lin Guanchao", "former", 1,
     (("校长", "President", date(2015, 1, 1), BEFORE),)),
)  # fmt: skip
TERMS = (
    TermEntry("phrase", "zh-hans", "校友总会", "梧桐大学校友会"),
    TermEntry("sensitive", "zh-hans", "残废人", "残疾人"),
    TermEntry("forbidden", "zh-hans", "全国第一", "", "广告法第九条", ("全国第一届",)),
    TermEntry("forbidden", "en", "world-famous"),
)
KINDS = {"university": 1, "former": 2}
LISTS = Lists(
    1,
    tuple(
        LeaderEntry(name, name_en, (KINDS[kind], rank), tuple(TitleEntry(*one) for one in titles))
        for name, name_en, kind, rank, titles in LEADERS
    ),
    TERMS,
)


def keep_lists() -> None:
    """The same lists in the database."""
    for name, name_en, kind, rank, titles in LEADERS:
        fields = {"name": name, "name_en": name_en, "kind": kind, "rank": rank}
        save_leader(actor=OFFICE, fields=fields, titles=titles)
    for term in TERMS:
        fields = {
            "kind": term.kind, "language": term.language, "words": term.words,
            "advice": term.advice, "reason": term.reason, "within": "\n".join(term.within),
        }  # fmt: skip
        save_term(actor=OFFICE, fields=fields)
