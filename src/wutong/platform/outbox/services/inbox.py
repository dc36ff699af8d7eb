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
from wutong.platform.outbox.returned.reading import read_mail
from wutong.platform.outbox.services.bounces import act_on_return
from wutong.platform.outbox.words import asks_to_stop

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.values import Arrival

log = structlog.get_logger(__name__)

TEXT_LIMIT = 20_000
WRITTEN_BY_PEOPLE = (InboundKind.REPLY, InboundKind.STOP, InboundKind.UNKNOWN)
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
    act(row.pk)
    row.refresh_from_db()
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


@transaction.atomic
def act(message_id: int) -> str:
    """Act on a kept message, once; the verdict.

    ``bounced`` or ``already`` (a returned mail), ``suppressed`` (returned once too often),
    ``complained``, otherwise its kind; ``unknown`` also for a report about no delivery of ours.
    """
    row = InboundMessage.objects.select_for_update().get(pk=message_id)
    if row.handled_at is not None:
        return row.verdict
    if row.kind == InboundKind.UNREAD and row.channel == InboundChannel.EMAIL:
        _read(row)
    if row.kind == InboundKind.REPLY and asks_to_stop(
        row.text, subject=row.subject, short=row.channel != InboundChannel.EMAIL
    ):
        row.kind = InboundKind.STOP
    _tie_to_delivery(row)
    row.state = InboundState.OPEN if row.kind in FOR_PEOPLE else InboundState.DONE
    act_on_return(row)
    for handler in inbound_handlers.values():
        handler.arrived(row)
    row.verdict = row.verdict or row.kind
    row.handled_at = clock.now()
    row.save()
    return row.verdict


def _read(row: InboundMessage) -> None:
    """Fill in what the mail itself says."""
    found = read_mail(bytes(row.raw), row.recipient)
    row.kind = found.kind
    row.address, row.name, row.subject = found.address, found.name, found.subject
    row.text = found.text.replace("\x00", "")[:TEXT_LIMIT]
    if found.address:
        row.address_hash = address_hash(found.address)
    if found.delivery is not None and row.delivery_id is None:
        row.delivery_month = found.delivery.campaign_month
        row.delivery_id = found.delivery.id
    if found.status is not None:
        row.detail = f"{found.status.status} {found.status.diagnostic}".strip()[:500]


def act_on_leftovers() -> int:
    """Try again what could not be acted on; how many were settled now."""
    late = InboundMessage.objects.filter(
        handled_at__isnull=True, received_at__lt=clock.now() - LEFT_AFTER
    )
    done = 0
    for key in late.order_by("pk").values_list("pk", flat=True)[:LEFT_AT_ONCE]:
        try:
            act(key)
        except Exception:  # one message must not hold up the others
            log.exception("outbox_inbound_stuck", message=key)
        else:
            done += 1
    return done


def _tie_to_delivery(row: InboundMessage) -> None:
    """Copy what the delivery knows: its stream and who it was about."""
    if row.channel != InboundChannel.EMAIL or row.delivery_id is None or not row.delivery_month:
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
    if row.kind not in WRITTEN_BY_PEOPLE:  # a person may answer from another address
        row.address_hash = bytes(found[2])


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
