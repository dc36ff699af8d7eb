"""The words a new plan starts from, and the topic of birthdays. Every word can be changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from wutong.core.consent.public import LawfulBasis, Text, Topic
from wutong.engines.outreach.enums import Ornament
from wutong.programs.moments.enums import Festival, MomentKind

BIRTHDAY_TOPIC = "birthdays"
BIRTHDAYS = Topic(
    code=BIRTHDAY_TOPIC,
    label=_("Birthday wishes"),
    description=_("One letter a year, on your birthday by the solar or the lunar calendar."),
    needs_consent=True,
    basis=LawfulBasis.CONSENT,
    text=Text(
        version=1,
        valid_from=date(2026, 11, 23),
        zh="我愿意在生日当天收到母校的祝福，母校可为此使用我的出生日期；我可随时撤回。",
        en="I wish to be congratulated on my birthday; the university may use my date of birth "
        "for this, and I can withdraw at any time.",
    ),
    festive=True,
)

GRADUATION_YEARS = (5, 10, 20, 30, 40, 50, 60)
_LEAVE = (6, 20)
_WORDS: dict[str, tuple[str, str, str, str, str]] = {
    Festival.SPRING: (
        Ornament.SPRING,
        "{{ name }}，母校给您拜年",
        "{{ name }}, a happy Spring Festival from your university",
        (
            "# 新春安康\n\n亲爱的{{ name }}{{ salutation }}：\n\n梧桐道上的灯笼又挂起来了。无论您身在何处，"
            "母校一直记得{{ class|您所在的班级 }}的您。\n\n谨祝您和家人**新春快乐、平安顺遂**。"
        ),
        (
            "# A happy Spring Festival\n\nDear {{ name }},\n\nthe lanterns are up again under the "
            "parasol trees, and you are remembered here.\n\nWe wish you and your family a **happy "
            "and peaceful new year**."
        ),
    ),
    Festival.MID_AUTUMN: (
        Ornament.MOON,
        "{{ name }}，月圆时分，母校想念您",
        "{{ name }}, Mid-Autumn greetings from your university",
        (
            "# 但愿人长久\n\n亲爱的{{ name }}{{ salutation }}：\n\n又到中秋，{{ college }}的桂花开了。"
            "老同学们散在四方，抬头仍是同一轮明月。\n\n谨祝您**中秋安康，阖家团圆**。"
        ),
        (
            "# The same moon\n\nDear {{ name }},\n\nthe osmanthus is in flower at {{ college }}, and "
            "all of us look up at the same moon tonight.\n\nWe wish you and your family a **happy "
            "Mid-Autumn Festival**."
        ),
    ),
    Festival.QINGMING: (
        Ornament.NONE,
        "清明时节，与您一同怀念",
        "At Qingming, remembering with you",
        (
            "亲爱的{{ name }}{{ salutation }}：\n\n又是清明。母校与您一同怀念已经离去的师长与同窗，"
            "他们的名字仍在校史里，在我们心里。\n\n春寒未尽，请您珍重。"
        ),
        (
            "Dear {{ name }},\n\nat Qingming we remember with you the teachers and fellow students "
            "who have gone. Their names stay with the university.\n\nPlease take care of yourself."
        ),
    ),
    Festival.TEACHERS: (
        Ornament.GREETING,
        "{{ name }}，教师节快乐",
        "{{ name }}, greetings on Teachers' Day",
        (
            "# 师恩常在\n\n亲爱的{{ name }}{{ salutation }}：\n\n今天是教师节。有许多校友也站在讲台上，"
            "把从{{ college }}带走的东西交给更年轻的人。\n\n谨祝天下为师者**节日快乐**。"
        ),
        (
            "# Teachers' Day\n\nDear {{ name }},\n\nmany of our alumni teach, and hand on what they "
            "took with them from {{ college }}.\n\nWe wish everybody who teaches a **happy day**."
        ),
    ),
    MomentKind.FESTIVAL: (
        Ornament.GREETING,
        "{{ name }}，节日安康",
        "{{ name }}, greetings from your university",
        (
            "# 节日安康\n\n亲爱的{{ name }}{{ salutation }}：\n\n佳节将至，{{ college }}的老师们常常提起您"
            "和同学们。\n\n谨祝您和家人**节日安康，诸事如意**。"
        ),
        (
            "# Greetings\n\nDear {{ name }},\n\nyour teachers at {{ college }} often speak of you.\n\n"
            "We wish you and your family **health and happiness** on this day."
        ),
    ),
    MomentKind.FIXED: (
        Ornament.ANNIVERSARY,
        "{{ name }}，母校又长了一岁",
        "{{ name }}, your university is a year older",
        (
            "# 校庆日快乐\n\n亲爱的{{ name }}{{ salutation }}：\n\n今天是母校的生日。{{ year }} 年的校园，"
            "梧桐又添了一圈年轮，其中有{{ class|您所在的班级 }}的那几年。\n\n欢迎您常回家看看。"
        ),
        (
            "# Anniversary\n\nDear {{ name }},\n\ntoday is the university's birthday. In {{ year }} "
            "the parasol trees have a ring more, and some of the rings are yours.\n\nYou are always "
            "welcome here."
        ),
    ),
    MomentKind.BIRTHDAY: (
        Ornament.GREETING,
        "{{ name }}，生日快乐",
        "{{ name }}, a happy birthday",
        (
            "# 生日快乐\n\n亲爱的{{ name }}{{ salutation }}：\n\n今天是您的日子。母校在梧桐树下祝您**平安、"
            "健康、如愿**。"
        ),
        (
            "# A happy birthday\n\nDear {{ name }},\n\ntoday is your day. From under the parasol "
            "trees we wish you **peace, health and what you hope for**."
        ),
    ),
    MomentKind.GRADUATION: (
        Ornament.ANNIVERSARY,
        "{{ name }}，毕业{{ years_since|多 }}年了",
        "{{ name }}, {{ years_since|many }} years since you left",
        (
            "# 毕业{{ years_since|多 }}年\n\n亲爱的{{ name }}{{ salutation }}：\n\n从{{ college }}毕业至今，"
            "已经{{ years_since|多 }}年。{{ class|您的班级 }}的同学们散在四方，校园里的教室还亮着灯。\n\n"
            "今年若能相约回校，请告诉我们，我们来安排。"
        ),
        (
            "# {{ years_since|many }} years\n\nDear {{ name }},\n\nit is {{ years_since|many }} years "
            "since you left {{ college }}. The lights are still on in the classrooms.\n\nIf you and "
            "your class would like to come back this year, tell us and we shall see to it."
        ),
    ),
    MomentKind.WELCOME: (
        Ornament.GREETING,
        "{{ name }}，欢迎回家",
        "{{ name }}, welcome back",
        (
            "# 欢迎回家\n\n亲爱的{{ name }}{{ salutation }}：\n\n很高兴又与您联系上了。登录校友之家，您可以看到"
            "自己的校友卡、班级名册，也可以决定谁能看到您的资料。\n\n有什么想问的，直接回复这封信即可。"
        ),
        (
            "# Welcome back\n\nDear {{ name }},\n\nwe are glad to be in touch again. When you sign in "
            "you find your alumni card, your class and who may see what of your record.\n\nIf there is "
            "anything you would like to ask, simply reply."
        ),
    ),
    MomentKind.CALL: (
        Ornament.GREETING,
        "{{ name }}，给未来写一封信",
        "{{ name }}, write a letter to the future",
        (
            "# 时光信\n\n亲爱的{{ name }}{{ salutation }}：\n\n毕业在即。点一下面的按钮，给一年、五年、十年或"
            "二十年后的自己写几句话，也可以写给全班。母校替您封存，到了那一天再寄给您，地址变了也不会丢。"
        ),
        (
            "# A letter to the future\n\nDear {{ name }},\n\nyou are about to leave. With the button "
            "below you can write to yourself, or to your whole class, in one, five, ten or twenty "
            "years. We keep it sealed and deliver it on its day, wherever you are then."
        ),
    ),
    MomentKind.CAPSULE: (
        Ornament.NONE,
        "{{ name }}，您有一封来自过去的信",
        "{{ name }}, a letter from the past has arrived",
        (
            "# 时光信到了\n\n亲爱的{{ name }}{{ salutation }}：\n\n当年封存的一封信，今天到了启封的日子。"
            "点下面的按钮，回答一个只有您知道的问题，即可拆开。"
        ),
        (
            "# A letter has arrived\n\nDear {{ name }},\n\na letter that was sealed years ago opens "
            "today. Use the button below and answer one question to break the seal."
        ),
    ),
}


def start_of(kind: str, festival: str = "") -> dict[str, Any]:
    """What a new plan of a kind begins with."""
    key = festival if festival in _WORDS else kind
    ornament, subject_zh, subject_en, body_zh, body_en = _WORDS[key]
    start: dict[str, Any] = {
        "ornament": ornament, "subject_zh": subject_zh, "subject_en": subject_en,
        "body_zh": body_zh, "body_en": body_en, "legal_body": "association", "hour": 9,
        "topic": BIRTHDAY_TOPIC if kind == MomentKind.BIRTHDAY else "greetings",
    }  # fmt: skip
    if kind in {MomentKind.GRADUATION, MomentKind.CALL}:
        start["month"], start["day"] = _LEAVE
    if kind == MomentKind.GRADUATION:
        start["years"] = list(GRADUATION_YEARS)
    if kind == MomentKind.WELCOME:
        start["days_after"] = 1
    return start
