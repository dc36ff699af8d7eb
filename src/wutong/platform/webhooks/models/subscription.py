"""An address that is told of events."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from wutong.kernel.ids import uuid7


class Subscription(models.Model):
    """A program that wants to hear of events, on behalf of ``user``: it is told only of what that
    account may see.

    The secret is not here: it follows from the key of the house, the id and ``generation``
    (``signing.secrets_of``). ``failing_since`` is the first of the deliveries that failed in a row.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("program"), max_length=80)
    url = models.URLField(_("address"), max_length=400)
    events = ArrayField(models.CharField(max_length=60), verbose_name=_("events"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+",
        verbose_name=_("acts for"),
    )  # fmt: skip
    generation = models.PositiveSmallIntegerField(default=1, editable=False)
    renewed_at = models.DateTimeField(null=True, editable=False)
    active = models.BooleanField(_("switched on"), default=True)
    failing_since = models.DateTimeField(null=True, editable=False)
    stopped_because = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name
