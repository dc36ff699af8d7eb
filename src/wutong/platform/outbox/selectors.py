"""Reading the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wutong.kernel import masking
from wutong.platform.outbox.enums import DeliveryState, Lane, StreamState
from wutong.platform.outbox.models import Delivery, Stream, Suppression
from wutong.platform.outbox.values import StreamCounts, StreamRef

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet
from django.db.models import Q
from django.db.models.functions import Now


def reply_words(row: Delivery) -> str:
    """What the receiving server said, for a page: it often repeats the address."""
    return masking.in_words(row.last_reply)


def stream_progress(stream: str) -> StreamCounts:
    """Where a stream stands: one row and one small index, whatever the number of recipients.

    Raises ``Stream.DoesNotExist`` for an unknown key.
    """
    row = Stream.objects.get(pk=stream)
    sending = Delivery.objects.filter(
        campaign_month=row.campaign_month,
        stream=stream,
        state=DeliveryState.SENDING,
        claimed_by__isnull=False,
    ).count()
    settled = row.accepted + row.refused + row.bounced + row.uncertain + row.cancelled
    rate = 0.0
    if row.started_at is not None:
        until = row.finished_at or timezone.now()
        seconds = max((until - row.started_at).total_seconds(), 0.001)
        rate = (row.accepted + row.bounced) / seconds
    return StreamCounts(
        state=StreamState(row.state),
        pause_reason=remark(row.pause_reason),
        total=row.total,
        queued=max(row.total - settled - sending, 0),
        sending=sending,
        delivered=row.accepted,
        refused=row.refused,
        bounced=row.bounced,
        uncertain=row.uncertain,
        cancelled=row.cancelled,
        rate=rate,
        arrived=row.arrived,
        parts=row.parts_billed,
        cost=row.cost,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


def remark(stored: str) -> str:
    """The remark beside a stream in the reader's language; free text stays as it was typed."""
    kind, _sep, rest = stored.partition(":")
    bad, _sep, tried = rest.partition(":")
    if stored == "gateway:none":
        return _("No gateway for text messages is set up here.")
    if stored == "wechat:none":
        return _("No WeChat Official Account is set up here.")
    known = {
        "guard": gettext_noop("Held: %(bad)s of %(tried)s were refused or came back."),
        "complaints": gettext_noop("Held: %(bad)s of %(tried)s readers complained."),
        "journal": gettext_noop("There is no room for the journal on this machine: %(why)s"),
        "unreachable": gettext_noop("The mail server cannot be reached: %(why)s"),
        "gateway": gettext_noop("The gateway says: %(why)s"),
    }
    if kind not in known:
        return stored
    return _(known[kind]) % {"bad": bad, "tried": tried, "why": rest}


def stream_ref(row: Stream) -> StreamRef:
    """What hooks are told about a stream."""
    return StreamRef(row.key, row.campaign_month, row.topic, row.legal_body, row.medium)


def deliveries_of(stream: str) -> QuerySet[Delivery]:
    """Every delivery of a stream, in the order of sending; restricted to its partition."""
    row = Stream.objects.get(pk=stream)
    return Delivery.objects.filter(campaign_month=row.campaign_month, stream=stream).order_by("id")


def single_deliveries(keys: Iterable[str], *, since: date) -> QuerySet[Delivery]:
    """Every delivery of these mails outside any stream, none of which is older than ``since``."""
    return Delivery.objects.filter(
        campaign_month__gte=since.replace(day=1), stream__in=list(keys)
    ).order_by("-campaign_month", "-id")


def deliveries_about(subject_ref: str) -> QuerySet[Delivery]:
    """Every delivery about one subject (``person:1``), newest first."""
    return Delivery.objects.filter(subject_ref=subject_ref).order_by("-campaign_month", "-id")


def suppressed_hashes(hashes: Iterable[bytes], *, scopes: Iterable[str] = ("",)) -> set[bytes]:
    """Which of these address hashes must not be written to (globally, or for these topics)."""
    found = Suppression.objects.filter(
        address_hash__in=list(hashes), scope__in=["", *scopes]
    ).values_list("address_hash", flat=True)
    return {bytes(value) for value in found}


def running_streams() -> list[str]:
    """Keys of the streams that are being sent."""
    return list(Stream.objects.filter(state=StreamState.RUNNING).values_list("key", flat=True))


def medium_of(stream: str) -> str:
    """What a stream is made of."""
    return Stream.objects.values_list("medium", flat=True).get(pk=stream)


def singles_due(lane: Lane = Lane.PRIORITY) -> bool:
    """Whether a single mail (or text, by its lane) waits to be sent now."""
    return (
        Delivery.objects.filter(lane=lane, state=DeliveryState.QUEUED)
        .filter(Q(next_attempt_at=None) | Q(next_attempt_at__lte=Now()))
        .exists()
    )
