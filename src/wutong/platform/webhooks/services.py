"""Who wants to be told, and writing down what there is to tell: in the transaction of the fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.webhooks import tasks
from wutong.platform.webhooks.guard import target_of
from wutong.platform.webhooks.models import Delivery, DeliveryState, Event, Subscription
from wutong.platform.webhooks.registry import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.platform.audit.models import AuditEntry

TEST = "webhook.test"


@transaction.atomic
def subscribe(
    *, actor: Actor, user: User, name: str, url: str, events: Sequence[str]
) -> Subscription:
    """A new webhook on behalf of ``user``. Raises what `guard.target_of` raises."""
    target_of(url)
    row = Subscription.objects.create(name=name, url=url, events=sorted(events), user=user)
    _told(actor, row, "webhook.added")
    return row


@transaction.atomic
def change_subscription(
    *, actor: Actor, subscription_id: UUID, name: str, url: str, events: Sequence[str]
) -> Subscription:
    """Another name, address or choice of events; a webhook that was stopped goes on."""
    target_of(url)
    row = Subscription.objects.select_for_update().get(pk=subscription_id)
    row.name, row.url, row.events = name, url, sorted(events)
    row.save(update_fields=["name", "url", "events"])
    _told(actor, row, "webhook.changed")
    return row


@transaction.atomic
def switch(*, actor: Actor, subscription_id: UUID, on: bool) -> None:
    """Switch a webhook off, or on again."""
    row = Subscription.objects.select_for_update().get(pk=subscription_id)
    row.active, row.failing_since, row.stopped_because = on, None, ""
    row.save(update_fields=["active", "failing_since", "stopped_because"])
    _told(actor, row, "webhook.switched_on" if on else "webhook.switched_off")


@transaction.atomic
def renew_secret(*, actor: Actor, subscription_id: UUID) -> Subscription:
    """A new secret; the one before counts for a day beside it."""
    row = Subscription.objects.select_for_update().get(pk=subscription_id)
    row.generation += 1
    row.renewed_at = clock.now()
    row.save(update_fields=["generation", "renewed_at"])
    _told(actor, row, "webhook.secret_renewed")
    return row


@transaction.atomic
def remove(*, actor: Actor, subscription_id: UUID) -> None:
    """Remove a webhook with its log."""
    row = Subscription.objects.get(pk=subscription_id)
    _told(actor, row, "webhook.removed")
    row.delete()


@transaction.atomic
def send_test(*, subscription: Subscription) -> Delivery:
    """A message that says nothing, to try the way."""
    event = Event.objects.create(kind=TEST, occurred_at=clock.now())
    return _enqueue(event, subscription)


@transaction.atomic
def replay(*, actor: Actor, delivery: Delivery) -> None:
    """Send a message again, under the same id."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.WAITING, attempts=0, next_at=clock.now(), settled_at=None
    )
    tasks.deliver_soon(delivery)
    _told(actor, delivery.subscription, "webhook.replayed")


def on_entry(entry: AuditEntry) -> None:
    """Write the event of an act, where somebody wants to hear of it; in the act's transaction."""
    subject, _sep, number = entry.subject_ref.partition(":")
    kind = kind_of(entry.verb, subject)
    if kind is None or not number.isdecimal():
        return
    wanted = list(Subscription.objects.filter(active=True, events__contains=[kind.code]))
    if not wanted:
        return
    fields = entry.data.get("fields")
    named = isinstance(fields, list) and all(isinstance(name, str) for name in fields)
    event = Event.objects.create(
        kind=kind.code,
        subject_ref=entry.subject_ref,
        data={"fields": fields} if named else {},
        occurred_at=entry.at,
    )
    for subscription in wanted:
        _enqueue(event, subscription)


def _enqueue(event: Event, subscription: Subscription) -> Delivery:
    row = Delivery.objects.create(event=event, subscription=subscription, next_at=clock.now())
    tasks.deliver_soon(row)
    return row


def _told(actor: Actor, row: Subscription, verb: str) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"webhook:{row.pk}",
        subject_label=row.name,
        data={"url": row.url, "events": row.events},
    )
