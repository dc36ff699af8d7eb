"""The look through who may do what, once a quarter."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccessReview(models.Model):
    """Opened by the clock for each quarter, closed by whoever looked. ``found`` are the numbers
    at that moment and ``digest`` pins who held what.
    """

    quarter = models.DateField(_("quarter"), unique=True)
    opened_at = models.DateTimeField(pgettext_lazy("review", "opened"))
    closed_at = models.DateTimeField(pgettext_lazy("review", "looked through"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=pgettext_lazy("review", "by"),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True)
    found = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("review of permissions")
        verbose_name_plural = _("reviews of permissions")
        ordering = ("-quarter",)

    def __str__(self) -> str:
        return f"{self.quarter.year} Q{(self.quarter.month + 2) // 3}"

    @property
    def ref(self) -> str:
        """``access_review:12``."""
        return f"access_review:{self.pk}"
