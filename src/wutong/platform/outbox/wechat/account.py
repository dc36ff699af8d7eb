"""The account that is set up, as the pump and the pages know it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from wutong.platform.outbox.errors import OutboxError
from wutong.platform.outbox.sms.hours import Hours
from wutong.platform.outbox.sms.numbers import MAINLAND
from wutong.platform.outbox.wechat import codes
from wutong.platform.outbox.wechat.api import OfficialAccount
from wutong.platform.outbox.wechat.books import book, unreachable
from wutong.platform.outbox.wechat.composing import NoticeComposer, single
from wutong.platform.outbox.wechat.gateway import WechatGateway

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from wutong.platform.outbox.enums import Reason
    from wutong.platform.outbox.models import Stream
    from wutong.platform.outbox.pump.outcomes import Claimed
    from wutong.platform.outbox.sms.values import Answer, Composer, Gateway, Text

CODE = "wechat"


class NoAccountError(OutboxError):
    """No Official Account is set up."""


@dataclass(frozen=True, slots=True)
class WechatAccount:
    """The Official Account as the settings describe it; a ``sms.values.Carrier``."""

    name: str
    endpoint: str
    authorize: str
    app_id: str
    secret: str
    token: str
    aes_key: str
    rate: int
    connections: int
    hours: Hours

    @property
    def code(self) -> str:
        """What streams and rows call it."""
        return CODE

    @property
    def home(self) -> str:
        """Every fan counts as being at home: nothing says where they are."""
        return "%"

    def client(self) -> OfficialAccount:
        """The interfaces; close it afterwards."""
        return OfficialAccount(
            endpoint=self.endpoint,
            app_id=self.app_id,
            secret=self.secret,
            connections=self.connections,
        )

    def open(self) -> Gateway:
        """A way to send; close it afterwards."""
        return WechatGateway(self.client())

    def composer(self, stream: Stream) -> Composer:
        """What makes the stream's notices."""
        return NoticeComposer(stream)

    def single(self, row: Claimed) -> tuple[Text, int]:
        """A notice or an answer outside any stream."""
        return single(row)

    def price_of(self, address: str) -> Decimal:
        """Notices cost nothing."""
        del address
        return Decimal(0)

    def wait_for(self, address: str, moment: dt.datetime) -> float:
        """Until our own hours begin, by campus time."""
        del address
        return self.hours.wait_for(MAINLAND, moment)

    def needs_a_person(self, code: str) -> bool:
        """Keys, permissions, template."""
        return codes.needs_a_person(code)

    def screen(self, rows: Sequence[Claimed]) -> Mapping[int, Reason]:
        """Who left or may not be written to since the recipients were fixed."""
        return unreachable(rows)

    def book(self, pairs: Sequence[tuple[Text, Answer]]) -> None:
        """Rights are used up, fans are gone."""
        book(pairs)


def account() -> WechatAccount | None:
    """The account, or None where none is set up."""
    raw: dict[str, Any] = settings.WECHAT_ACCOUNT
    if not (raw["app_id"] and raw["secret"]):
        return None
    return WechatAccount(**{**raw, "hours": Hours.parse(raw["hours"])})


def the_account() -> WechatAccount:
    """The account; raises NoAccountError."""
    found = account()
    if found is None:
        raise NoAccountError(_("No WeChat Official Account is set up here."))
    return found
