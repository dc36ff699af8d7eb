"""What happened, and every attempt to tell it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.kernel.ids import uuid7
from wutong.platform.webhooks.models.subscription import Subscription


class Event(models.Model):
    """Something that happened, written in the transaction it happened in.

    ``subject_id`` is the number in ``person:12``; ``data`` names no person and holds no value.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("event"), max_length=60)
    subject_ref = models.CharField(max_length=80, blank=True)
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = (models.Index(fields=("occurred_at",), name="webhooks_event_when"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_ref}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("webhook delivery", "Waiting")
    DELIVERED = "delivered", pgettext_lazy("webhook delivery", "Delivered")
    GIVEN_UP = "given_up", pgettext_lazy("webhook delivery", "Given up")
    WITHHELD = "withheld", pgettext_lazy("webhook delivery", "Withheld")


class Delivery(models.Model):
    """One event on its way to one subscription.

    ``log`` is a list of attempts, oldest first: ``at``, ``status`` (0 without an answer), ``ms`` and
    ``error``. Withheld is what the subscription's account may not see.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="deliveries"
    )
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), null=True)
    log = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = (models.Index(fields=("subscription", "-id"), name="webhooks_delivery_log"),)

    def __str__(self) -> str:
        return f"{self.event_id} → {self.subscription_id}"
