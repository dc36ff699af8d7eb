"""Who carries what is no mail: a gateway for text messages, or the account on WeChat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.platform.outbox.sms.gateways import gateway_named
from wutong.platform.outbox.wechat.account import CODE, the_account

if TYPE_CHECKING:
    from wutong.platform.outbox.sms.values import Carrier


def carrier_named(code: str) -> Carrier:
    """The carrier of a stream or a single message; raises NoGatewayError or NoAccountError."""
    return the_account() if code == CODE else gateway_named(code)


def none_reason(code: str) -> str:
    """The remark beside a stream whose carrier is not set up."""
    return "wechat:none" if code == CODE else "gateway:none"
