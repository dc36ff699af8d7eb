"""Sending, and forgetting what was sent long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.platform.jobs.public import defer, periodic, task
from wutong.platform.webhooks import attempts

if TYPE_CHECKING:
    from wutong.platform.webhooks.models import Delivery


@task(name="webhooks.deliver")
def deliver(*, delivery: str) -> None:
    """One attempt to deliver one message."""
    attempts.attempt(delivery, deliver_soon)


def deliver_soon(delivery: Delivery) -> None:
    """Queue the next attempt, in the caller's transaction. A receiver that does not answer holds up
    one job, and only its own messages.
    """
    defer(
        deliver,
        lock=f"webhook:{delivery.subscription_id}",
        at=delivery.next_at,
        delivery=str(delivery.pk),
    )


@periodic(cron="27 3 * * *")
@task(name="webhooks.forget_old")
def forget_old(timestamp: int = 0) -> None:
    """What is older than thirty days."""
    attempts.forget_old()
