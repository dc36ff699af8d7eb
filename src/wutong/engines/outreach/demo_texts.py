"""The words of the demo's greetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Festival:
    """A greeting the office sends every year, and the days it fell on."""

    key: str
    ornament: str
    title: str
    subject_zh: str
    subject_en: str
    body_zh: str
    body_en: str
    days: tuple[date, ...]


SPRING = Festival(
    key="spring",
    ornament="spring",
    title="{year} 年春节问候",
    subject_zh="{{ name }}，母校给您拜年",
    subject_en="{{ name }}, a happy Spring Festival from your university",
    body_zh="""# 新春安康

亲爱的{{ name }}{{ salutation }}：

梧桐道上的灯笼又挂起来了。离开校园{{ years_since|许多 }}年，母校一直记得{{ class|您所在的班级 }}的您。

过去一年，有许多校友回到校园，也有许多校友在各地相聚。无论您身在何处，这里都是您的家。

> 岁岁年年，人常相见。

谨祝您和家人**新春快乐、平安顺遂**。""",
    body_en="""# A happy Spring Festival

Dear {{ name }},

the lanterns are up again under the parasol trees. It has been {{ years_since|many }} years \
since you left {{ college }}, and you are remembered here.

Wherever this letter finds you: we wish you and your family a **happy and peaceful new year**.""",
    days=tuple(
        date.fromisoformat(day)
        for day in [
            "2016-02-08",
            "2017-01-28",
            "2018-02-16",
            "2019-02-05",
            "2020-01-25",
            "2021-02-12",
            "2022-02-01",
            "2023-01-22",
            "2024-02-10",
            "2025-01-29",
            "2026-02-17",
            "2027-02-06",
            "2028-01-26",
            "2029-02-13",
        ]
    ),
)
AUTUMN = Festival(
    key="autumn",
    ornament="moon",
    title="{year} 年中秋问候",
    subject_zh="{{ name }}，月圆时分，母校想念您",
    subject_en="{{ name }}, Mid-Autumn greetings from your university",
    body_zh="""# 但愿人长久

亲爱的{{ name }}{{ salutation }}：

又到中秋，{{ college }}的桂花开了。{{ class|您的同学们 }}毕业以后，散在四方，抬头仍是同一轮明月。

如果近来有了新的联系方式，或有话想对母校说，点一下信末的按钮即可，不必登录。

谨祝您**中秋安康，阖家团圆**。""",
    body_en="""# The same moon

Dear {{ name }},

the osmanthus is in flower at {{ college }}. Those who studied here live all over the world \
and look up at the same moon tonight.

We wish you and your family a **happy Mid-Autumn Festival**.""",
    days=tuple(
        date.fromisoformat(day)
        for day in [
            "2016-09-15",
            "2017-10-04",
            "2018-09-24",
            "2019-09-13",
            "2020-10-01",
            "2021-09-21",
            "2022-09-10",
            "2023-09-29",
            "2024-09-17",
            "2025-10-06",
            "2026-09-25",
            "2027-09-15",
            "2028-10-03",
            "2029-09-22",
        ]
    ),
)
NEW_YEAR = Festival(
    key="new_year",
    ornament="new_year",
    title="{year} 年元旦问候",
    subject_zh="{{ name }}，新年好",
    subject_en="{{ name }}, a happy New Year",
    body_zh="""# 新年好

亲爱的{{ name }}{{ salutation }}：

旧岁将尽，感谢您一年来对母校的惦念。离校{{ years_since|许多 }}年，{{ college }}的老师们常常提起您和同学们。

谨祝您**新年安康，诸事如意**。""",
    body_en="""# A happy New Year

Dear {{ name }},

as the year ends we thank you for keeping your university in mind.

We wish you **health and happiness in the new year**.""",
    days=tuple(date(year, 1, 1) for year in range(2016, 2031)),
)
REPLIES = (
    "谢谢母校惦记，祝老师们节日快乐。",
    "很感动，今年一定回校看看。",
    "祝母校越办越好。",
    "Thank you. Greetings from far away.",
    "我们班约好明年秋天返校。",
    "收到，感谢。",
)
