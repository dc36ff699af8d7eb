"""Letting go of whom old messages went to: the counts stay, addresses and words do not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, Sum

from wutong.platform.outbox.enums import DeliveryState, StreamState
from wutong.platform.outbox.keys import SINGLE
from wutong.platform.outbox.models import Delivery, SingleMail, Stream
from wutong.platform.outbox.registry import forget_listeners

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

# These are still to be sent, or to be decided by a person.
_OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.UNCERTAIN)


def _empty(rows: QuerySet[Delivery]) -> int:
    return rows.update(address="", name="", parts={}, last_reply="")


def _due_streams(moment: datetime) -> QuerySet[Stream]:
    """Sendings that ended ``OUTBOX_KEEP_DAYS`` before ``moment``, with nothing left to decide."""
    left = Delivery.objects.filter(
        campaign_month=OuterRef("campaign_month"), stream=OuterRef("key"), state__in=_OPEN
    )
    rows = Stream.objects.filter(
        state__in=(StreamState.FINISHED, StreamState.STOPPED),
        finished_at__lt=moment - timedelta(days=settings.OUTBOX_KEEP_DAYS),
        forgotten_at__isnull=True,
    )
    return rows.filter(~Exists(left))


def due_deliveries(moment: datetime) -> int:
    """How many messages of old sendings still say where they went; read off the counters."""
    return _due_streams(moment).aggregate(sum=Sum("total"))["sum"] or 0


def forget_deliveries(moment: datetime) -> int:
    """Empty names, addresses and personal words of old sendings. Whom each was for and what became
    of it stay, as the figures do.
    """
    gone = 0
    for stream in _due_streams(moment).order_by("key"):
        gone += _empty(
            Delivery.objects.filter(campaign_month=stream.campaign_month, stream=stream.key)
        )
        for prefix, listener in forget_listeners.items():
            if prefix == stream.key.partition(":")[0]:
                listener.forgotten(stream.key)
        Stream.objects.filter(pk=stream.pk).update(forgotten_at=moment)
    return gone


def _old_singles(moment: datetime, days: int) -> tuple[QuerySet[SingleMail], QuerySet[Delivery]]:
    before = moment - timedelta(days=days)
    sent = Delivery.objects.filter(
        campaign_month__lte=before.date(), stream__startswith=SINGLE, created_at__lt=before
    )
    return (
        SingleMail.objects.filter(created_at__lt=before),
        sent.exclude(address="").exclude(state__in=_OPEN),
    )


def due_singles(moment: datetime, days: int) -> int:
    """How many notices, log-in mails and codes are older than ``days``."""
    mails, sent = _old_singles(moment, days)
    return max(mails.count(), sent.count())


def forget_singles(moment: datetime, days: int) -> int:
    """Their texts go, and nothing says any more to which address or number they went."""
    mails, sent = _old_singles(moment, days)
    gone = _empty(sent)
    return max(gone, mails.delete()[0])
