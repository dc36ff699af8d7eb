"""What crosses the outbox's door: frozen values, no models."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from decimal import Decimal

    from wutong.platform.outbox.enums import (
        DeliveryState,
        InboundChannel,
        InboundKind,
        Reason,
        StreamState,
    )


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a message is from: the legal body's name and address, and where replies go."""

    name: str
    address: str
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class MessageContent:
    """One language of a message. Places are ``{{ key }}``; ``fallbacks`` names each of them.

    Two keys are usually filled by the stream's source at sending time and need no fallback text:
    ``unsubscribe_url`` and ``action_url``. In ``html`` values are escaped; in ``subject`` and
    ``text`` they are not; control characters never survive in any of them.
    """

    subject: str
    html: str
    text: str
    fallbacks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StreamRef:
    """What the snapshot statement and the hooks need to know about a stream."""

    key: str
    campaign_month: dt.date
    topic: str = ""
    legal_body: str = ""
    medium: str = "email"


@dataclass(frozen=True, slots=True)
class TextContent:
    """One language of a text message: its words with places, and the carrier's template."""

    text: str
    template: str
    fallbacks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeliveryRef:
    """Names one delivery for life; made from a token or a return path."""

    campaign_month: dt.date
    id: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that came in, as a channel hands it over.

    ``unique`` names it for ever within its channel (the gateway's number, the mail itself): the
    same one twice does nothing. ``address_hash`` is that of the contact point; without it the
    address counts as an e-mail address. ``kind`` where the channel knows it; a ``REPLY`` whose
    words ask us to stop becomes a ``STOP``.
    """

    channel: InboundChannel
    unique: bytes
    source: str = ""
    kind: InboundKind | None = None
    recipient: str = ""
    address: str = ""
    address_hash: bytes = b""
    name: str = ""
    subject: str = ""
    text: str = ""
    stream: str = ""
    subject_ref: str = ""
    delivery: DeliveryRef | None = None
    detail: str = ""
    raw: bytes = b""


class Recipient(Protocol):
    """A claimed delivery as the hooks see it, just before it is sent."""

    @property
    def campaign_month(self) -> dt.date: ...
    @property
    def id(self) -> int: ...
    @property
    def subject_ref(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def parts(self) -> Mapping[str, str]: ...


class Outcome(NamedTuple):
    """What became of one delivery; given to listeners inside the transaction that records it."""

    campaign_month: dt.date
    id: int
    subject_ref: str
    address_hash: bytes
    state: DeliveryState
    reason: Reason
    reply: str


@dataclass(frozen=True, slots=True)
class StreamCounts:
    """Progress of a stream; the parts add up to ``total``.

    ``delivered`` = accepted by the next server and no bounce since. ``rate`` is messages per
    second since the start (or until the end), 0 before the start. Of text messages ``delivered``
    is what the gateway took, ``arrived`` what the carrier's receipts say; ``parts`` are billed.
    """

    state: StreamState
    pause_reason: str
    total: int
    queued: int
    sending: int
    delivered: int
    refused: int
    bounced: int
    uncertain: int
    cancelled: int
    rate: float
    arrived: int
    parts: int
    cost: Decimal
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
