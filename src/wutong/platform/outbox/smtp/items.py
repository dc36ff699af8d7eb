"""What goes in and what comes out of the transport."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from wutong.platform.outbox.mime.compiled import Rendered


class Verdict(Enum):
    """What became of one message on the wire.

    ``ACCEPTED``: 2xx after the final dot. ``DEFERRED``: 4xx. ``REFUSED``: 5xx. ``LOST``: the
    connection ended before our final dot had left, so the server cannot have taken it.
    ``RETURNED``: never begun. ``UNCERTAIN``: the final dot may have left and no reply came.
    """

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    LOST = "lost"
    RETURNED = "returned"
    UNCERTAIN = "uncertain"


class Result(NamedTuple):
    verdict: Verdict
    reply: str


@dataclass(slots=True)
class Outgoing:
    """One message for one recipient; ``render`` is called when a connection takes it.

    ``slot`` is its place in the journal; ``ref`` belongs to the caller.
    """

    mail_from: str
    rcpt_to: str
    render: Callable[[bool], Rendered]
    slot: int = -1
    ref: Any = None
    data: bytes = b""
    failure: Result | None = None
    dotted: bool = False


class WireLog(Protocol):
    """Told about the one moment after which a message can no longer be called back."""

    def dotting(self, slot: int) -> None:
        """The final dot of ``slot`` may leave from now on."""
        ...

    def undotted(self, slot: int) -> None:
        """The final dot of ``slot`` has certainly not left after all."""
        ...

    def answered(self, slot: int, code: int) -> None:
        """The server answered ``code`` after the final dot."""
        ...


class NoWireLog:
    """For callers that keep no journal."""

    def dotting(self, slot: int) -> None: ...

    def undotted(self, slot: int) -> None: ...

    def answered(self, slot: int, code: int) -> None: ...
