"""A sending that goes wrong holds itself, and its owner hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db import transaction

from wutong.platform.outbox.enums import InboundKind, StreamState
from wutong.platform.outbox.models import InboundMessage, Stream
from wutong.platform.outbox.registry import hold_listeners
from wutong.platform.outbox.selectors import stream_ref

if TYPE_CHECKING:
    from wutong.platform.outbox.values import StreamRef

log = structlog.get_logger(__name__)

LEAST_BAD = 20  # refused and returned before their share is looked at
LEAST_COMPLAINTS = 3


def too_many_bad(bad: int, tried: int) -> bool:
    """Whether so many were refused or came back that a person should look."""
    return bad >= LEAST_BAD and bad > settings.OUTBOX_GUARD_BOUNCES * tried


def too_many_complaints(complaints: int, tried: int) -> bool:
    return complaints >= LEAST_COMPLAINTS and complaints > settings.OUTBOX_GUARD_COMPLAINTS * tried


@transaction.atomic
def hold_if_too_many(stream: str) -> bool:
    """Hold a running stream that has too many returned mails or complaints; True when it did."""
    row = Stream.objects.select_for_update().filter(pk=stream, state=StreamState.RUNNING).first()
    if row is None:
        return False
    bad = row.refused + row.bounced
    tried = row.accepted + bad
    complaints = InboundMessage.objects.filter(
        stream=stream, kind=InboundKind.COMPLAINT, verdict="complained"
    ).count()
    if too_many_complaints(complaints, tried):
        reason = f"complaints:{complaints}:{tried}"
    elif too_many_bad(bad, tried):
        reason = f"guard:{bad}:{tried}"
    else:
        return False
    row.state, row.pause_reason = StreamState.PAUSED, reason
    row.save(update_fields=["state", "pause_reason"])
    tell_held(stream_ref(row), reason)
    return True


def tell_held(stream: StreamRef, reason: str) -> None:
    """Tell the owner, in the transaction that holds the stream."""
    log.warning("outbox_held", stream=stream.key, reason=reason)
    listener = hold_listeners.find(stream.key.partition(":")[0])
    if listener is not None:
        listener.held(stream, reason)
