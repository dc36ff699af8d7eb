"""What gateways are given and what they say, whichever cloud it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from wutong.platform.outbox.enums import Reason
    from wutong.platform.outbox.models import Stream
    from wutong.platform.outbox.pump.outcomes import Claimed


class Verdict(Enum):
    """What became of one text at the gateway.

    ``UNCERTAIN``: the request had left and the answer was lost; it is never sent again by us.
    ``NOT_SENT``: nothing left this machine. ``BUSY``: the gateway takes nothing for a while.
    ``LATER``: this number has had its share; others may go on.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEAD = "dead"
    BLOCKED = "blocked"
    LATER = "later"
    BUSY = "busy"
    UNCERTAIN = "uncertain"
    NOT_SENT = "not_sent"


@dataclass(frozen=True, slots=True)
class Text:
    """One text: ``number`` in E.164, the carrier's ``template`` and what stands in its places.

    Of a notice on WeChat ``number`` is the openid and ``page`` what it opens; without a template
    it is an answer in free words.
    """

    number: str
    signature: str
    template: str
    values: Mapping[str, str]
    page: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The gateway's word on one text; ``ref`` is what its receipt will name."""

    verdict: Verdict
    reply: str
    ref: str = ""
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the carrier reported about one text: arrived, or why not."""

    ref: str
    number: str
    arrived: bool
    code: str
    at: dt.datetime
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """A text somebody sent back."""

    number: str
    text: str
    at: dt.datetime
    signature: str = ""


class Gateway(Protocol):
    """One cloud's way of sending; safe to call from several threads."""

    @property
    def most(self) -> int:
        """How many texts one request may carry."""
        ...

    def together(self, first: Text, second: Text) -> bool:
        """Whether two texts may share a request."""
        ...

    def send(self, texts: Sequence[Text], request_id: str) -> list[Answer]:
        """One request, one answer per text in the same order. Never raises for the network."""
        ...

    def close(self) -> None:
        """Let the connections go."""
        ...


class Composer(Protocol):
    """Makes the texts of one stream."""

    def compose(self, row: Claimed, late: Mapping[str, str]) -> tuple[Text, int]:
        """The text and how many parts it is billed in."""
        ...


class Carrier(Protocol):
    """What the pump must know of whoever carries a stream: a text gateway, or WeChat."""

    @property
    def code(self) -> str:
        """What streams and rows call it."""
        ...

    @property
    def rate(self) -> int:
        """Messages a second over all workers; 0 for no limit."""
        ...

    @property
    def connections(self) -> int:
        """How many requests are under way at once."""
        ...

    @property
    def home(self) -> str:
        """The addresses that sleep at the same hours, as a pattern of LIKE."""
        ...

    def open(self) -> Gateway:
        """A way to send; close it afterwards."""
        ...

    def composer(self, stream: Stream) -> Composer:
        """What makes the stream's texts."""
        ...

    def single(self, row: Claimed) -> tuple[Text, int]:
        """A text outside any stream: everything about it is in its row."""
        ...

    def price_of(self, address: str) -> Decimal:
        """Yuan for one part."""
        ...

    def wait_for(self, address: str, moment: dt.datetime) -> float:
        """Seconds until ``address`` may be disturbed; 0 when it may now. "" is home."""
        ...

    def needs_a_person(self, code: str) -> bool:
        """Whether an answer means that sending on is useless until somebody mends something."""
        ...

    def screen(self, rows: Sequence[Claimed]) -> Mapping[int, Reason]:
        """Whom it cannot reach any more, by delivery id; asked when a batch is claimed."""
        ...

    def book(self, pairs: Sequence[tuple[Text, Answer]]) -> None:
        """What the answers mean for its own books, in the transaction that writes them down."""
        ...
