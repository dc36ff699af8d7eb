"""The one box for what comes in, by whatever channel: kept first, then acted on, once."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.db.models.functions import Now

from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.outbox.addresses import address_hash
from wutong.platform.outbox.enums import FOR_PEOPLE, InboundChannel, InboundKind, InboundState
from wutong.platform.outbox.models import Delivery, InboundMessage
from wutong.platform.outbox.registry import inbound_handlers
from wutong.platform.outbox.words import asks_to_stop

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.values import Arrival

log = structlog.get_logger(__name__)

TEXT_LIMIT = 20_000
LEFT_AFTER = timedelta(minutes=1)
LEFT_AT_ONCE = 200


def take_in(arrival: Arrival) -> InboundMessage | None:
    """Keep and act on a message; None when it was taken in before.

    The row is committed before anything is done about it, unless the caller has a transaction
    open. What fails while acting stays unhandled and is tried again every minute.
    """
    row = keep(arrival)
    if row is None:
        return None
    with transaction.atomic():
        settle(row)
    return row


def keep(arrival: Arrival) -> InboundMessage | None:
    """Write a message down; None when it is there and was handled."""
    digest = hashlib.sha256(f"{arrival.channel}:".encode() + arrival.unique).digest()
    ref = arrival.delivery
    hashed = arrival.address_hash
    if not hashed and arrival.address and arrival.channel == InboundChannel.EMAIL:
        hashed = address_hash(arrival.address)
    row, _created = InboundMessage.objects.get_or_create(
        digest=digest,
        defaults={
            "channel": arrival.channel,
            "source": arrival.source[:40],
            "kind": arrival.kind or InboundKind.UNREAD,
            "recipient": arrival.recipient[:320],
            "address": arrival.address[:320],
            "address_hash": hashed or None,
            "name": arrival.name[:200],
            "subject": arrival.subject[:300],
            "text": arrival.text.replace("\x00", "")[:TEXT_LIMIT],
            "stream": arrival.stream[:80],
            "subject_ref": arrival.subject_ref[:80],
            "delivery_month": ref.campaign_month if ref else None,
            "delivery_id": ref.id if ref else None,
            "detail": arrival.detail[:500],
            "raw": arrival.raw,
        },
    )
    return None if row.handled_at is not None else row


def settle(row: InboundMessage) -> None:
    """Act on a kept message in the caller's transaction: who it is about, what they want."""
    if row.kind == InboundKind.REPLY and asks_to_stop(
        row.text, subject=row.subject, short=row.channel == InboundChannel.SMS
    ):
        row.kind = InboundKind.STOP
    _tie_to_delivery(row)
    row.state = InboundState.OPEN if row.kind in FOR_PEOPLE else InboundState.DONE
    for handler in inbound_handlers.values():
        handler.arrived(row)
    row.verdict = row.verdict or row.kind
    row.handled_at = clock.now()
    row.save()


def _tie_to_delivery(row: InboundMessage) -> None:
    """Copy what the delivery knows: its stream and who it was about."""
    if row.channel != InboundChannel.EMAIL or row.delivery_id is None:
        return
    found = (
        Delivery.objects.filter(campaign_month=row.delivery_month, id=row.delivery_id)
        .values_list("stream", "subject_ref", "address_hash")
        .first()
    )
    if found is None:
        return
    row.stream = row.stream or found[0]
    row.subject_ref = row.subject_ref or found[1]
    row.address_hash = row.address_hash or bytes(found[2])


@transaction.atomic
def assign(*, actor: Actor, message_id: int, user_id: int | None) -> None:
    """Put a message into somebody's hands, or into nobody's."""
    row = InboundMessage.objects.select_for_update().get(pk=message_id)
    if row.assigned_to_id == user_id:
        return
    before, row.assigned_to_id = row.assigned_to_id, user_id
    row.save(update_fields=["assigned_to"])
    record(
        actor=actor,
        verb="outbox.inbound_assigned",
        subject=f"inbound:{row.pk}",
        data={"before": before, "to": user_id},
    )


def close(*, actor: Actor, message_id: int) -> bool:
    """Nothing is left to do about a message; False when that was so."""
    return _move(actor, message_id, InboundState.DONE, "outbox.inbound_done")


def reopen(*, actor: Actor, message_id: int) -> bool:
    """There is something to do about it after all."""
    return _move(actor, message_id, InboundState.OPEN, "outbox.inbound_reopened")


@transaction.atomic
def _move(actor: Actor, message_id: int, state: InboundState, verb: str) -> bool:
    moved = (
        InboundMessage.objects.filter(pk=message_id)
        .exclude(state=state)
        .update(state=state, done_at=Now() if state == InboundState.DONE else None)
    )
    if moved:
        record(actor=actor, verb=verb, subject=f"inbound:{message_id}")
    return bool(moved)
