"""The demo's signatures and templates of text messages, as its carriers approved them.

No models here: the local simulator of the carriers reads it, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from wutong.platform.languages.typography import full_width

OUT = "\u62d2\u6536\u8bf7\u56de\u590dR"
OUT_EN = " Reply R to opt out."
ASSOCIATION = "\u68a7\u6850\u5927\u5b66\u6821\u53cb\u4f1a"  # 梧桐大学校友会
FOUNDATION = "\u68a7\u6850\u5927\u5b66\u57fa\u91d1\u4f1a"  # 梧桐大学基金会
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


_SPRING = full_width("{{ name }},新春将至,母校梧桐依旧。愿您和家人平安顺遂,常回家看看!")
_AUTUMN = full_width("{{ name }},中秋月圆,母校念您。{{ college }}的灯还亮着,祝您阖家团圆!")
_YEAR = full_width("{{ name }},新年好!母校感谢您一年的牵挂,愿新岁安康。")
_VISIT = full_width(
    "{{ name }},毕业{{ years_since }}年,母校邀您返校相聚。回复意向请点:{{ action_url }} "
)
_CODE = full_width("您的验证码是{{ code }},十分钟内有效。请勿告诉任何人,包括校友会工作人员。")


def _greeting(key: str, title: str, body: str, aliyun: str, tencent: str) -> list[DemoTemplate]:
    return [
        DemoTemplate(key, gateway, "greeting", "zh-hans", title, code, body + OUT)
        for gateway, code in (("aliyun", aliyun), ("tencent", tencent))
    ]


TEMPLATES = (
    *_greeting("spring", "\u6625\u8282\u95ee\u5019", _SPRING, "SMS_460100101", "2100101"),
    *_greeting("autumn", "\u4e2d\u79cb\u95ee\u5019", _AUTUMN, "SMS_460100102", "2100102"),
    *_greeting("year", "\u5143\u65e6\u95ee\u5019", _YEAR, "SMS_460100103", "2100103"),
    *_greeting("visit", "\u79e9\u5e74\u8fd4\u6821", _VISIT, "SMS_460100104", "2100104"),
    DemoTemplate(
        "spring", "aliyun", "greeting", "en", "Spring Festival", "SMS_460100111",
        "Dear {{ name }}, a happy Spring Festival from your university." + OUT_EN,
    ),
    DemoTemplate(
        "code", "aliyun", "code", "zh-hans", "\u9a8c\u8bc1\u7801", "SMS_460100190", _CODE
    ),
    DemoTemplate(
        "code", "tencent", "code", "zh-hans", "\u9a8c\u8bc1\u7801", "2100190", _CODE
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
