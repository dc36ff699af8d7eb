"""What gateways are given and what they say, whichever cloud it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence


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
    """One text: ``number`` in E.164, the carrier's ``template`` and what stands in its places."""

    number: str
    signature: str
    template: str
    values: Mapping[str, str]


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
