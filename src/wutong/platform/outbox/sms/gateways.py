"""The gateways that are set up: their limits, prices and hours, and how to speak with each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from wutong.platform.outbox.errors import OutboxError
from wutong.platform.outbox.sms import aliyun, codes, tencent
from wutong.platform.outbox.sms.aliyun import Aliyun
from wutong.platform.outbox.sms.composing import TextComposer, single
from wutong.platform.outbox.sms.hours import Hours
from wutong.platform.outbox.sms.numbers import MAINLAND, is_domestic
from wutong.platform.outbox.sms.tencent import Tencent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType

    from wutong.platform.outbox.enums import Reason
    from wutong.platform.outbox.models import Stream
    from wutong.platform.outbox.pump.outcomes import Claimed
    from wutong.platform.outbox.sms.values import (
        Answer,
        Composer,
        Gateway,
        Receipt,
        Reply,
        Text,
    )

KINDS = ("aliyun", "tencent")
MODULES: dict[str, ModuleType] = {"aliyun": aliyun, "tencent": tencent}


class NoGatewayError(OutboxError):
    """No gateway is set up that could send this text."""


@dataclass(frozen=True, slots=True)
class GatewayConfig:
    """One gateway as the settings describe it; a ``values.Carrier``. ``rate`` is texts a second
    over all workers; prices are yuan per part, 0 abroad where numbers abroad are not served.
    """

    code: str
    endpoint: str
    key_id: str
    secret: str
    app_id: str
    rate: int
    price: Decimal
    price_abroad: Decimal
    hours: Hours
    connections: int

    @property
    def label(self) -> str:
        """Its name for a screen."""
        return {"aliyun": _("Alibaba Cloud"), "tencent": _("Tencent Cloud")}[self.code]

    @property
    def serves_abroad(self) -> bool:
        """Whether numbers outside the mainland are served."""
        return self.price_abroad > 0

    def price_of(self, number: str) -> Decimal:
        """Yuan for one part to this number."""
        return self.price if is_domestic(number) else self.price_abroad

    @property
    def home(self) -> str:
        """The mainland's numbers sleep at the same hours."""
        return f"{MAINLAND}%"

    def wait_for(self, address: str, moment: dt.datetime) -> float:
        """Until both the gateway's hours and ours allow it where the number is."""
        return self.hours.wait_for(address or MAINLAND, moment)

    def composer(self, stream: Stream) -> Composer:
        """What makes the stream's texts."""
        return TextComposer(stream)

    def single(self, row: Claimed) -> tuple[Text, int]:
        """A text outside any stream."""
        return single(row)

    def needs_a_person(self, code: str) -> bool:
        """Keys, signature, template, balance."""
        return codes.needs_a_person(code)

    def screen(self, rows: Sequence[Claimed]) -> Mapping[int, Reason]:
        """A number is there until a receipt says otherwise."""
        del rows
        return {}

    def book(self, pairs: Sequence[tuple[Text, Answer]]) -> None:
        """A gateway keeps no books here."""

    def open(self) -> Gateway:
        """A way to send; close it afterwards."""
        if self.code == "aliyun":
            return Aliyun(
                endpoint=self.endpoint,
                key_id=self.key_id,
                secret=self.secret,
                connections=self.connections,
            )
        return Tencent(
            endpoint=self.endpoint,
            key_id=self.key_id,
            secret=self.secret,
            app_id=self.app_id,
            connections=self.connections,
        )


def gateways() -> dict[str, GatewayConfig]:
    """Those with a key, by code."""
    own = Hours.parse(settings.SMS_HOURS)
    found = {}
    for code in KINDS:
        raw: dict[str, Any] = settings.SMS_GATEWAYS[code]
        if not (raw["key_id"] and raw["secret"]):
            continue
        found[code] = GatewayConfig(
            code=code,
            endpoint=raw["endpoint"],
            key_id=raw["key_id"],
            secret=raw["secret"],
            app_id=raw["app_id"],
            rate=raw["rate"],
            price=Decimal(raw["price"]),
            price_abroad=Decimal(raw["price_abroad"]),
            hours=own.within(Hours.parse(raw["hours"])),
            connections=raw["connections"],
        )
    return found


def gateway_named(code: str) -> GatewayConfig:
    """The gateway of that code; raises NoGatewayError when it is not set up."""
    found = gateways().get(code)
    if found is None:
        raise NoGatewayError(_("No gateway for text messages is set up here."))
    return found


def readers_of(
    code: str,
) -> tuple[Callable[[Any], list[Receipt]], Callable[[Any], list[Reply]], dict[str, Any]]:
    """How a cloud's pushes are read, and what it wants to hear when they were taken."""
    module = MODULES[code]
    return module.read_receipts, module.read_replies, module.WELL
