"""The demo's signatures and templates of text messages, as its carriers approved them.

No models here: the local simulator of the carriers reads it, too.
"""

from __future__ import annotations

from dataclasses import dataclass

OUT = "拒收请回复R"
OUT_EN = " Reply R to opt out."
ASSOCIATION = "梧桐大学校友会"
FOUNDATION = "梧桐大学基金会"
SIGNATURES = (
    ("aliyun", ASSOCIATION, "association"),
    ("tencent", ASSOCIATION, "association"),
    ("aliyun", FOUNDATION, "foundation"),
)
"""Gateway, words, legal body; the last one is still being examined."""


@dataclass(frozen=True)
class DemoTemplate:
    """One approved wording."""

    key: str
    gateway: str
    kind: str
    language: str
    title: str
    code: str
    body: str


_SPRING = "{{ name }}，新春将至，母校梧桐依旧。愿您和家人平安顺遂，常回家看看！"
_AUTUMN = "{{ name }}，中秋月圆，母校念您。{{ college }}的灯还亮着，祝您阖家团圆！"
_YEAR = "{{ name }}，新年好！母校感谢您一年的牵挂，愿新岁安康。"
_VISIT = (
    "{{ name }}，毕业{{ years_since }}年，母校邀您返校相聚，请点 {{ action_url }} 告知是否同行。"
)
_ANSWER = "校友会答复您：{{ answer }}。如还有事，可直接回复本短信。"
_CODE = "您的验证码是{{ code }}，十分钟内有效。请勿告诉任何人，包括校友会工作人员。"


def _greeting(key: str, title: str, body: str, aliyun: str, tencent: str) -> list[DemoTemplate]:
    return [
        DemoTemplate(key, gateway, "greeting", "zh-hans", title, code, body + OUT)
        for gateway, code in (("aliyun", aliyun), ("tencent", tencent))
    ]


TEMPLATES = (
    *_greeting("spring", "春节问候", _SPRING, "SMS_460100101", "2100101"),
    *_greeting("autumn", "中秋问候", _AUTUMN, "SMS_460100102", "2100102"),
    *_greeting("year", "元旦问候", _YEAR, "SMS_460100103", "2100103"),
    *_greeting("visit", "秩年返校", _VISIT, "SMS_460100104", "2100104"),
    DemoTemplate(
        "spring", "aliyun", "greeting", "en", "Spring Festival", "SMS_460100111",
        "Dear {{ name }}, a happy Spring Festival from your university." + OUT_EN,
    ),
    DemoTemplate(
        "answer", "aliyun", "notice", "zh-hans", "人工答复", "SMS_460100180", _ANSWER
    ),
    DemoTemplate(
        "answer", "tencent", "notice", "zh-hans", "人工答复", "2100180", _ANSWER
    ),
    DemoTemplate(
        "code", "aliyun", "code", "zh-hans", "验证码", "SMS_460100190", _CODE
    ),
    DemoTemplate(
        "code", "tencent", "code", "zh-hans", "验证码", "2100190", _CODE
    ),
    DemoTemplate(
        "code", "aliyun", "code", "en", "One-time code", "SMS_460100191",
        "Your code is {{ code }}, good for ten minutes. Give it to nobody, us included.",
    ),
)  # fmt: skip


def body_of(key: str, language: str = "zh-hans") -> str:
    """The words of a greeting without their way out, as its author writes them."""
    found = next(one for one in TEMPLATES if (one.key, one.language) == (key, language))
    return found.body.removesuffix(OUT).removesuffix(OUT_EN)
