"""Sending what was written down: one attempt, judged, logged, and when to try again."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from wutong.kernel import clock
from wutong.platform.access.public import can
from wutong.platform.webhooks.models import Delivery, DeliveryState, Event, Subscription
from wutong.platform.webhooks.registry import event_kinds
from wutong.platform.webhooks.sending import post
from wutong.platform.webhooks.signing import signed_headers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from wutong.platform.accounts.models import User
    from wutong.platform.webhooks.sending import Answer

KEEP = timedelta(days=30)
GONE = 410
STOP_AFTER = timedelta(days=5)
WAITS = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
"""Seconds before each further attempt: 5 s, 5 min, 30 min, 2 h … over three days."""


def attempt(delivery_id: str, again: Callable[[Delivery], None]) -> None:
    """One attempt; after a failed one ``again`` is to queue a later one, until the waits are used
    up.
    """
    delivery = (
        Delivery.objects.select_related("subscription__user", "event")
        .filter(pk=delivery_id, state=DeliveryState.WAITING)
        .first()
    )
    if delivery is None or (delivery.next_at and delivery.next_at > clock.now()):
        return
    subscription = delivery.subscription
    if not subscription.active or not _visible(subscription.user, delivery.event):
        _settle(delivery, DeliveryState.WITHHELD)
        return
    now = clock.now()
    body = payload(delivery.event)
    headers = signed_headers(subscription, f"msg_{delivery.event_id}", int(now.timestamp()), body)
    answer = post(subscription.url, body, headers)
    _note(delivery, now, answer, again)


def payload(event: Event) -> bytes:
    """What is sent: what happened, and where to read it. Names and values are not in it."""
    data = dict(event.data)
    if event.subject_ref:
        kind = event_kinds.get(event.kind)
        number = int(event.subject_ref.partition(":")[2])
        data |= {"object": kind.subject, "id": number}
        if kind.path:
            data["url"] = settings.SITE_URL + kind.path % number
    message = {"type": event.kind, "timestamp": event.occurred_at.isoformat(), "data": data}
    return json.dumps(message, ensure_ascii=False).encode()


def forget_old() -> None:
    """Events and their log are kept thirty days."""
    Event.objects.filter(occurred_at__lt=clock.now() - KEEP).delete()


def _visible(user: User, event: Event) -> bool:
    """Judged now, when it is sent: who has left or lost a college in between hears nothing."""
    if not user.is_active:
        return False
    if not event.subject_ref:
        return True
    if not can(user, "webhooks.change"):
        return False
    kind = event_kinds.find(event.kind)
    return kind is not None and kind.visible(user, int(event.subject_ref.partition(":")[2]))


@transaction.atomic
def _note(
    delivery: Delivery, at: datetime, answer: Answer, again: Callable[[Delivery], None]
) -> None:
    delivery.attempts += 1
    delivery.log.append(
        {
            "at": at.isoformat(),
            "status": answer.status,
            "ms": answer.milliseconds,
            "error": answer.error,
        }
    )
    subscription = Subscription.objects.select_for_update().get(pk=delivery.subscription_id)
    if answer.taken:
        if subscription.failing_since is not None:
            Subscription.objects.filter(pk=subscription.pk).update(failing_since=None)
        _settle(delivery, DeliveryState.DELIVERED)
        return
    failing_since = subscription.failing_since or at
    stop = answer.status == GONE or at - failing_since > STOP_AFTER
    Subscription.objects.filter(pk=subscription.pk).update(
        failing_since=failing_since,
        **({"active": False, "stopped_because": "gone" if answer.status == GONE else "failing"}
           if stop else {}),
    )  # fmt: skip
    if stop or delivery.attempts > len(WAITS):
        _settle(delivery, DeliveryState.GIVEN_UP)
        return
    wait = WAITS[delivery.attempts - 1] * random.uniform(1, 1.2)  # noqa: S311 - spreads the load
    delivery.next_at = clock.now() + timedelta(seconds=wait)
    delivery.save(update_fields=["attempts", "log", "next_at"])
    again(delivery)


def _settle(delivery: Delivery, state: DeliveryState) -> None:
    delivery.state, delivery.settled_at, delivery.next_at = state, clock.now(), None
    delivery.save(update_fields=["state", "settled_at", "next_at", "attempts", "log"])
