"""What a returned mail or a complaint does: to its delivery, its stream and its address."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.outbox.codes import is_hard
from wutong.platform.outbox.enums import (
    DeliveryState,
    InboundKind,
    InboundState,
    Reason,
    SuppressionReason,
)
from wutong.platform.outbox.models import Delivery, InboundMessage, Stream
from wutong.platform.outbox.registry import listener_of
from wutong.platform.outbox.selectors import stream_ref
from wutong.platform.outbox.services.guarding import hold_if_too_many
from wutong.platform.outbox.services.suppressions import suppress
from wutong.platform.outbox.values import DeliveryRef, Outcome

SIGNED = "hook:"  # the source of what came with a provider's signature
DEAD = "5.1.1"  # what servers mean that say it in words only
SOFT_WINDOW = timedelta(days=30)
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
    hold_if_too_many(row.stream)
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


def act_on_return(row: InboundMessage) -> None:
    """Act on a returned mail or a complaint that was read; sets its ``verdict``.

    A dead mailbox is suppressed at once, one that was full or closed ``OUTBOX_SOFT_BOUNCES`` times
    in thirty days, too. A report about no delivery of ours waits for a person and does nothing.
    """
    if row.kind == InboundKind.COMPLAINT:
        _complained(row)
    if row.kind not in {InboundKind.BOUNCE_HARD, InboundKind.BOUNCE_SOFT}:
        return
    if row.delivery_id is None or row.delivery_month is None:
        row.verdict, row.state = "unknown", InboundState.OPEN
        return
    status, _sep, diagnostic = row.detail.partition(" ")
    hard = row.kind == InboundKind.BOUNCE_HARD
    done = record_bounce(
        actor=Actor.system("inbound"),
        delivery=DeliveryRef(row.delivery_month, row.delivery_id),
        status=status if is_hard(status) or not hard else DEAD,
        diagnostic=diagnostic if is_hard(status) or not hard else row.detail,
    )
    row.verdict = "bounced" if done else "already"
    if done and not hard and _once_too_often(row):
        suppress(
            actor=Actor.system("inbound"),
            hashed=bytes(row.address_hash or b""),
            reason=SuppressionReason.BOUNCE,
            detail=f"soft:{settings.OUTBOX_SOFT_BOUNCES} {row.detail}",
        )
        row.verdict = "suppressed"


def _once_too_often(row: InboundMessage) -> bool:
    """Whether this return is the last that an address gets (RFC 3463 class 4, or 5 but alive)."""
    if not row.address_hash:
        return False
    earlier = InboundMessage.objects.filter(
        address_hash=row.address_hash,
        kind=InboundKind.BOUNCE_SOFT,
        received_at__gt=clock.now() - SOFT_WINDOW,
        verdict="bounced",
    ).exclude(pk=row.pk)
    return earlier.count() + 1 >= settings.OUTBOX_SOFT_BOUNCES


def _complained(row: InboundMessage) -> None:
    """Whoever complains gets nothing any more.

    Believed only where our signed name of the delivery is in it, or where a provider signed it:
    anybody can write a report about anybody.
    """
    if not row.address_hash or (row.delivery_id is None and not row.source.startswith(SIGNED)):
        row.verdict = "unknown"
        return
    row.verdict, row.state = "complained", InboundState.DONE
    suppress(
        actor=Actor.system("inbound"),
        hashed=bytes(row.address_hash),
        reason=SuppressionReason.COMPLAINT,
        detail=row.text[:100],
    )
    if row.stream:
        InboundMessage.objects.filter(pk=row.pk).update(
            kind=row.kind, stream=row.stream, verdict=row.verdict
        )
        hold_if_too_many(row.stream)


def _count(stream: str, before: str) -> None:
    changes = {"bounced": F("bounced") + 1}
    if before == DeliveryState.ACCEPTED:
        changes["accepted"] = F("accepted") - 1
    elif before == DeliveryState.UNCERTAIN:
        changes["uncertain"] = F("uncertain") - 1
    Stream.objects.filter(pk=stream).update(**changes)
