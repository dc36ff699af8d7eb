"""Opening, starting, holding and ending a stream, and deciding what stayed uncertain."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.outbox import tasks
from wutong.platform.outbox.addresses import envelope_address
from wutong.platform.outbox.enums import (
    DeliveryState,
    Reason,
    StreamState,
    UncertainDecision,
)
from wutong.platform.outbox.errors import StreamStateError
from wutong.platform.outbox.keys import SINGLE
from wutong.platform.outbox.mime.templates import check_content
from wutong.platform.outbox.models import Delivery, Stream
from wutong.platform.outbox.services.opening import open_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.values import MessageContent, Sender, StreamRef


@transaction.atomic
def open_stream(  # noqa: PLR0913 - a door's keyword-only arguments
    *,
    actor: Actor,
    key: str,
    label: str,
    sender: Sender,
    contents: Mapping[str, MessageContent],
    topic: str = "",
    legal_body: str = "",
    list_unsubscribe: bool = True,
    auto_submitted: bool = False,
) -> StreamRef:
    """Open a stream: its message in one or two languages; recipients are inserted afterwards.

    ``key`` is ``<prefix>:<id>`` and unique for ever; the prefix picks source and listener.
    ``contents`` is keyed by language (``zh-hans``, ``en``); a recipient whose language has none
    gets the first. With ``list_unsubscribe`` every recipient needs an ``unsubscribe_url`` from
    the source. Raises ``ContentError`` or ``AddressError``; nothing is stored then.
    """
    envelope_address(sender.address)
    for content in contents.values():
        check_content(content)
    return open_row(
        actor=actor,
        key=key,
        label=label,
        topic=topic,
        legal_body=legal_body,
        sender_name=sender.name,
        sender_address=sender.address,
        reply_to=sender.reply_to,
        list_unsubscribe=list_unsubscribe,
        auto_submitted=auto_submitted,
        contents={language: asdict(content) for language, content in contents.items()},
    )


@transaction.atomic
def start_pump(*, actor: Actor, stream: str) -> int:
    """Begin (or go on with) sending; the number of recipients. The pump starts after commit.

    Raises ``StreamStateError`` when the stream has ended.
    """
    row = _locked(stream, StreamState.OPEN, StreamState.PAUSED, StreamState.RUNNING)
    row.total = Delivery.objects.filter(campaign_month=row.campaign_month, stream=stream).count()
    row.state = StreamState.RUNNING
    row.pause_reason = ""
    row.started_at = row.started_at or clock.now()
    row.save(update_fields=["total", "state", "pause_reason", "started_at"])
    record(
        actor=actor, verb="outbox.stream_started", subject=stream, data={"recipients": row.total}
    )
    tasks.defer_pumps(stream)
    return row.total


@transaction.atomic
def pause_stream(*, actor: Actor, stream: str, reason: str = "") -> None:
    """Hold a running stream; what is on the wire is finished, nothing else leaves."""
    row = _locked(stream, StreamState.RUNNING)
    row.state = StreamState.PAUSED
    row.pause_reason = reason[:200]
    row.save(update_fields=["state", "pause_reason"])
    record(actor=actor, verb="outbox.stream_paused", subject=stream, data={"reason": reason})


def resume_stream(*, actor: Actor, stream: str) -> None:
    """Go on with a paused stream."""
    start_pump(actor=actor, stream=stream)


@transaction.atomic
def stop_stream(*, actor: Actor, stream: str) -> int:
    """End a stream early; everything that has not left is cancelled. How many those were."""
    row = _locked(stream, StreamState.OPEN, StreamState.RUNNING, StreamState.PAUSED)
    stopped = Delivery.objects.filter(
        campaign_month=row.campaign_month, stream=stream, state=DeliveryState.QUEUED
    ).update(state=DeliveryState.CANCELLED, reason=Reason.STOPPED)
    Stream.objects.filter(pk=stream).update(
        state=StreamState.STOPPED,
        cancelled=F("cancelled") + stopped,
        finished_at=Now(),
        total=Delivery.objects.filter(campaign_month=row.campaign_month, stream=stream).count(),
    )
    record(actor=actor, verb="outbox.stream_stopped", subject=stream, data={"cancelled": stopped})
    return stopped


@transaction.atomic
def resolve_uncertain(
    *,
    actor: Actor,
    stream: str,
    decision: UncertainDecision,
    ids: Iterable[int] | None = None,
) -> int:
    """A person's word on deliveries whose outcome the network hid; all of them without ``ids``.

    ``REGARD_AS_SENT`` counts them as delivered. ``SEND_AGAIN`` queues them: whoever did get the
    first one gets a second, with the same Message-ID. Returns how many were decided.
    """
    row = _locked(
        stream, StreamState.RUNNING, StreamState.PAUSED, StreamState.FINISHED, StreamState.STOPPED
    )
    chosen = Delivery.objects.filter(
        campaign_month=row.campaign_month, stream=stream, state=DeliveryState.UNCERTAIN
    )
    if ids is not None:
        chosen = chosen.filter(id__in=list(ids))
    if decision == UncertainDecision.REGARD_AS_SENT:
        count = chosen.update(
            state=DeliveryState.ACCEPTED, reason="", accepted_at=Now(), claimed_by=None
        )
        moved = {"accepted": F("accepted") + count}
    else:
        count = chosen.update(
            state=DeliveryState.QUEUED, reason="", next_attempt_at=None, claimed_by=None
        )
        moved = {}
    Stream.objects.filter(pk=stream).update(uncertain=F("uncertain") - count, **moved)
    record(
        actor=actor,
        verb="outbox.uncertain_resolved",
        subject=stream,
        data={"decision": str(decision), "count": count},
    )
    if count and decision == UncertainDecision.SEND_AGAIN:
        Stream.objects.filter(
            pk=stream, state__in=[StreamState.FINISHED, StreamState.STOPPED]
        ).update(state=StreamState.RUNNING, finished_at=None)
        tasks.defer_pumps(stream)
    return count


@transaction.atomic
def erase_subject(*, actor: Actor, subject_ref: str, hashes: Sequence[bytes] = ()) -> int:
    """Take a person out of the deliveries: no name, no address, no values; the counts stay.

    What had not left is cancelled. Suppression of the address stays in force (it is a hash).
    ``hashes`` are those of the person's addresses: single mails to them (a log-in code, a notice)
    name nobody and go by them.
    """
    keys = Delivery.objects.filter(subject_ref=subject_ref).values_list("stream", flat=True)
    list(Stream.objects.select_for_update().filter(pk__in=set(keys)).order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute(_ERASE, [subject_ref, f"{SINGLE}%", list(hashes)])
        rows = cursor.fetchall()
        singles = [row[0].removeprefix(SINGLE) for row in rows if row[0].startswith(SINGLE)]
        cursor.execute(
            "UPDATE outbox_singlemail SET subject = '', raw = '', actor = '' WHERE id = ANY(%s::uuid[])",
            [singles],
        )
    for stream, cancelled in rows:
        if cancelled:
            Stream.objects.filter(pk=stream).update(cancelled=F("cancelled") + cancelled)
    record(actor=actor, verb="outbox.subject_erased", subject=subject_ref)
    return len(rows)


_ERASE = """
WITH touched AS (
    UPDATE outbox_delivery AS d
       SET address = '', name = '', parts = '{}', subject_ref = 'erased',
           last_reply = '',
           state = CASE WHEN d.state = 'queued' THEN 'cancelled' ELSE d.state END,
           reason = CASE WHEN d.state = 'queued' THEN 'erased' ELSE d.reason END
      FROM (SELECT campaign_month, id, state AS before FROM outbox_delivery
             WHERE subject_ref = %s OR (stream LIKE %s AND address_hash = ANY(%s))
               FOR UPDATE) AS old
     WHERE d.campaign_month = old.campaign_month AND d.id = old.id
    RETURNING d.stream, (old.before = 'queued')::int AS cancelled
)
SELECT stream, sum(cancelled)::int FROM touched GROUP BY stream
"""


def _locked(stream: str, *allowed: StreamState) -> Stream:
    row = Stream.objects.select_for_update().get(pk=stream)
    if row.state not in allowed:
        raise StreamStateError(
            _("This sending is %(state)s; that cannot be done now.")
            % {"state": StreamState(row.state).label}
        )
    return row
