"""The door of webhooks: rooms name their events in the registry; screens use these."""

from __future__ import annotations

from wutong.platform.webhooks.models import Delivery, DeliveryState, Subscription
from wutong.platform.webhooks.services import (
    change_subscription,
    remove,
    renew_secret,
    replay,
    send_test,
    subscribe,
    switch,
)
from wutong.platform.webhooks.signing import shown_secret

__all__ = [
    "Delivery",
    "DeliveryState",
    "Subscription",
    "change_subscription",
    "remove",
    "renew_secret",
    "replay",
    "send_test",
    "shown_secret",
    "subscribe",
    "switch",
]
