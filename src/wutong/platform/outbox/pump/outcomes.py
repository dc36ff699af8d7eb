"""From what happened on the wire to what is written in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wutong.platform.outbox.codes import is_dead
from wutong.platform.outbox.enums import DeliveryState, Reason
from wutong.platform.outbox.smtp.items import Result, Verdict

if TYPE_CHECKING:
    import datetime as dt

MAX_ATTEMPTS = 12  # with the back-off below: about a day and a half
FIRST_WAIT = 60.0
LONGEST_WAIT = 4 * 3600.0
LOST_WAIT = 15.0


class Claimed(NamedTuple):
    """A delivery this run has claimed."""

    campaign_month: dt.date
    id: int
    stream: str
    subject_ref: str
    address: str
    name: str
    address_hash: bytes
    language: str
    parts: dict[str, str]
    attempts: int


class Settlement(NamedTuple):
    """One row's next state. ``wait`` in seconds before the next attempt, None for none."""

    row: Claimed
    state: DeliveryState
    reason: Reason
    reply: str
    wait: float | None = None
    refund: int = 0


def back_off(attempts: int) -> float:
    """Seconds before attempt ``attempts + 1``: a minute, doubled each time, at most 4 hours."""
    return min(FIRST_WAIT * 2.0 ** max(attempts - 1, 0), LONGEST_WAIT)


def settlement(row: Claimed, result: Result) -> Settlement:
    """What ``result`` means for ``row``."""
    verdict, reply = result.verdict, result.reply.replace("\x00", "")
    if verdict is Verdict.ACCEPTED:
        return Settlement(row, DeliveryState.ACCEPTED, Reason.NONE, reply)
    if verdict is Verdict.REFUSED:
        dead = is_dead(reply)
        reason = Reason.BOUNCE_HARD if dead else Reason.REFUSED
        return Settlement(row, DeliveryState.REFUSED, reason, reply)
    if verdict is Verdict.UNCERTAIN:
        return Settlement(row, DeliveryState.UNCERTAIN, Reason.CONNECTION, reply)
    if verdict is Verdict.RETURNED:
        return Settlement(row, DeliveryState.QUEUED, Reason.NONE, reply, refund=1)
    if row.attempts >= MAX_ATTEMPTS:
        return Settlement(row, DeliveryState.REFUSED, Reason.EXHAUSTED, reply)
    wait = LOST_WAIT * row.attempts if verdict is Verdict.LOST else back_off(row.attempts)
    return Settlement(row, DeliveryState.QUEUED, Reason.NONE, reply, wait=wait)
