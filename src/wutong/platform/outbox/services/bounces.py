"""Mail that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from wutong.platform.outbox.codes import is_hard
from wutong.platform.outbox.enums import DeliveryState, Reason, SuppressionReason
from wutong.platform.outbox.models import Delivery, Stream
from wutong.platform.outbox.registry import listener_of
from wutong.platform.outbox.selectors import stream_ref
from wutong.platform.outbox.services.suppressions import suppress
from wutong.platform.outbox.values import DeliveryRef, Outcome

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor

_RETURNABLE = (DeliveryState.ACCEPTED, DeliveryState.UNCERTAIN, DeliveryState.SENDING)


@transaction.atomic
def record_bounce(
    *, actor: Actor, delivery: DeliveryRef, status: str, diagnostic: str = ""
) -> bool:
    """A delivery came back with RFC 3463 ``status``; False when it was unknown or counted before.

    A dead mailbox (``codes.HARD_CODES``) puts the address on the do-not-send list by its hash.
    """
    found = Delivery.objects.filter(campaign_month=delivery.campaign_month, id=delivery.id)
    key = found.values_list("stream", flat=True).first()
    # Every writer takes the stream's row before its deliveries: none waits in a circle.
    stream = Stream.objects.select_for_update().filter(pk=key).first()
    row = found.select_for_update().first()
    if row is None or row.state not in _RETURNABLE:
        return False
    before = row.state
    hard = is_hard(status)
    reason = Reason.BOUNCE_HARD if hard else Reason.BOUNCE_SOFT
    reply = f"{status} {diagnostic}".strip()[:500]
    Delivery.objects.filter(campaign_month=row.campaign_month, id=row.id).update(
        state=DeliveryState.BOUNCED, reason=reason, last_reply=reply, bounced_at=Now()
    )
    if hard:
        suppress(
            actor=actor,
            hashed=bytes(row.address_hash),
            reason=SuppressionReason.BOUNCE,
            detail=reply,
        )
    _count(row.stream, before)
    listener = listener_of(row.stream)
    if stream is not None and listener is not None:
        outcome = Outcome(
            campaign_month=row.campaign_month,
            id=row.id,
            subject_ref=row.subject_ref,
            address_hash=bytes(row.address_hash),
            state=DeliveryState.BOUNCED,
            reason=reason,
            reply=reply,
        )
        listener.settled(stream_ref(stream), [outcome])
    return True


def _count(stream: str, before: str) -> None:
    changes = {"bounced": F("bounced") + 1}
    if before == DeliveryState.ACCEPTED:
        changes["accepted"] = F("accepted") - 1
    elif before == DeliveryState.UNCERTAIN:
        changes["uncertain"] = F("uncertain") - 1
    Stream.objects.filter(pk=stream).update(**changes)
