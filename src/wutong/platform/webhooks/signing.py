"""Signatures as the Standard Webhooks specification has them (standardwebhooks.com, version 1).

The secret of a subscription is derived from the keys of the house, so the database holds none. Each
key gives one; the newest is shown, and a message carries a signature by every one that still counts,
so that neither a new key of the house nor a new secret loses a message.
"""

from __future__ import annotations

import base64
import hmac
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from wutong.kernel import clock
from wutong.platform.vault.public import seals

if TYPE_CHECKING:
    from wutong.platform.webhooks.models import Subscription

PURPOSE = "webhooks.secret"
PREFIX = "whsec_"
BOTH = timedelta(hours=24)
"""How long the secret before counts beside a new one."""


def secrets_of(subscription: Subscription) -> list[bytes]:
    """The secrets that count now, newest first."""
    found = seals(PURPOSE, f"{subscription.pk}:{subscription.generation}")
    renewed = subscription.renewed_at
    if renewed is not None and clock.now() - renewed < BOTH:
        found += seals(PURPOSE, f"{subscription.pk}:{subscription.generation - 1}")
    return found


def shown_secret(subscription: Subscription) -> str:
    """The secret as the receiver keeps it."""
    return PREFIX + base64.b64encode(secrets_of(subscription)[0]).decode()


def signed_headers(
    subscription: Subscription, message_id: str, timestamp: int, body: bytes
) -> dict[str, str]:
    """The three headers of a message."""
    content = f"{message_id}.{timestamp}.".encode() + body
    signatures = [
        "v1," + base64.b64encode(hmac.digest(secret, content, sha256)).decode()
        for secret in secrets_of(subscription)
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
