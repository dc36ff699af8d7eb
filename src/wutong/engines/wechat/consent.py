"""The words people agree to when they tie their WeChat account to their record."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from wutong.core.consent.enums import Separate
from wutong.core.consent.public import Purpose, Text

WECHAT = "wechat"
PURPOSE = Purpose(
    code=WECHAT,
    kind=Separate.SHARE,
    label=_("The office may reach me on WeChat"),
    description=_(
        "Your WeChat account is tied to your record, so that the office can send you notices you "
        "allowed and knows who writes. WeChat carries the messages and is told nothing of your "
        "record."
    ),
    text=Text(
        version=1,
        valid_from=date(2026, 11, 23),
        zh="\u6211\u540c\u610f\u5c06\u672c\u4eba\u7684\u5fae\u4fe1\u5e10\u53f7\u4e0e\u6821\u53cb"
        "\u8bb0\u5f55\u5173\u8054\uff0c\u7528\u4e8e\u63a5\u6536\u6211\u5141\u8bb8\u7684\u901a\u77e5"
        "\u548c\u5728\u7ebf\u7b54\u590d\u3002\u6d88\u606f\u7ecf\u5fae\u4fe1\u4f20\u9012\uff0c\u6821"
        "\u53cb\u8bb0\u5f55\u4e0d\u63d0\u4f9b\u7ed9\u5fae\u4fe1\u3002\u53d6\u6d88\u5173\u6ce8\u5373"
        "\u89e3\u9664\u5173\u8054\uff0c\u6211\u4e5f\u53ef\u968f\u65f6\u64a4\u56de\u3002",
        en="I agree that my WeChat account is tied to my alumni record, for notices I allowed and "
        "for answers. WeChat carries the messages; my record is not given to it. Unfollowing ends "
        "it, and I can withdraw at any time.",
    ),
)
