"""What providers tell about messages they sent on (Mailgun, Amazon SES, Postmark, SendGrid).

django-anymail checks each provider's signature and brings its words into one form. Only those
named in ``OUTBOX_PROVIDERS`` have an address at all, and only while their secret is set.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from anymail.webhooks.amazon_ses import AmazonSESBaseWebhookView, AmazonSESTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridTrackingWebhookView
from django.conf import settings

from wutong.platform.outbox.codes import enhanced_code, is_dead, is_hard
from wutong.platform.outbox.enums import InboundChannel, InboundKind
from wutong.platform.outbox.returned.paths import delivery_named
from wutong.platform.outbox.services.bounces import SIGNED
from wutong.platform.outbox.services.inbox import take_in
from wutong.platform.outbox.values import Arrival

if TYPE_CHECKING:
    from anymail.signals import AnymailTrackingEvent
    from anymail.webhooks.base import AnymailCoreWebhookView

_BOUNCE, _SOFT = InboundKind.BOUNCE_HARD, InboundKind.BOUNCE_SOFT
_KINDS = {
    "bounced": _SOFT,
    "rejected": _SOFT,
    "failed": _SOFT,
    "deferred": InboundKind.DELAYED,
    "complained": InboundKind.COMPLAINT,
    "unsubscribed": InboundKind.STOP,
}
# "bounced" of the provider's own words about the address means that it is dead.
_DEAD_REASONS = frozenset({"invalid", "bounced"})


class SesTracking(AmazonSESTrackingWebhookView):
    """Without boto3: a topic's subscription is confirmed by hand, once."""

    def __init__(self, **kwargs: Any) -> None:
        self.auto_confirm_enabled = False
        super(AmazonSESBaseWebhookView, self).__init__(**kwargs)


VIEWS: dict[str, tuple[type[AnymailCoreWebhookView], str]] = {
    "mailgun": (MailgunTrackingWebhookView, "MAILGUN_WEBHOOK_SIGNING_KEY"),
    "amazon-ses": (SesTracking, "WEBHOOK_SECRET"),
    "postmark": (PostmarkTrackingWebhookView, "WEBHOOK_SECRET"),
    "sendgrid": (SendGridTrackingWebhookView, "WEBHOOK_SECRET"),
}


def view_of(provider: str) -> AnymailCoreWebhookView | None:
    """The provider's reader, where it is enabled and its secret is set."""
    found = VIEWS.get(provider)
    if found is None or provider not in settings.OUTBOX_PROVIDERS:
        return None
    kind, secret = found
    return kind() if settings.ANYMAIL.get(secret) else None


def take_in_event(provider: str, event: AnymailTrackingEvent) -> bool:
    """Keep and act on one event; False for those that say nothing new (delivered, opened)."""
    kind = _KINDS.get(event.event_type)
    if kind is None:
        return False
    words = " ".join(str(event.mta_response or event.description or "").split())
    status = enhanced_code(words)
    if kind == _SOFT and event.event_type == "bounced":
        told = event.reject_reason in _DEAD_REASONS and not status
        kind = _BOUNCE if is_hard(status) or is_dead(words) or told else _SOFT
    written = json.dumps(event.esp_event, default=str, ensure_ascii=False)
    unique = f"{provider}:{event.event_id}:{event.event_type}:{event.recipient}"
    take_in(
        Arrival(
            channel=InboundChannel.EMAIL,
            unique=unique.encode(),
            source=f"{SIGNED}{provider}",
            kind=kind,
            address=str(event.recipient or ""),
            text=words,
            detail=f"{status or '5.0.0'} {words}".strip(),
            delivery=delivery_named([str(event.message_id or ""), written]),
            raw=written.encode(),
        )
    )
    return True
