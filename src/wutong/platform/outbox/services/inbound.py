"""Mail that comes back: kept first, then understood, then acted on, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.platform.outbox.enums import InboundChannel
from wutong.platform.outbox.services.inbox import act, keep
from wutong.platform.outbox.values import Arrival

if TYPE_CHECKING:
    from wutong.platform.outbox.values import DeliveryRef

SIZE_LIMIT = 5_000_000


def receive_mail(
    *, raw: bytes, recipient: str = "", source: str = "pipe", about: DeliveryRef | None = None
) -> str:
    """Keep and handle one message from the mail server; the verdict.

    ``recipient`` is the envelope recipient where the server gives it, ``about`` the delivery
    where whoever hands it over knows it. The same message twice is ``repeated`` and does nothing;
    other verdicts are those of ``services.inbox.act``.
    """
    raw = raw[:SIZE_LIMIT]
    row = keep(
        Arrival(
            channel=InboundChannel.EMAIL,
            unique=recipient.encode() + b"\0" + raw,
            source=source,
            recipient=recipient,
            delivery=about,
            raw=raw,
        )
    )
    return "repeated" if row is None else act(row.pk)
