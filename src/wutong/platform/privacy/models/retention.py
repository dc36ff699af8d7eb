"""One night of the retention robot."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RetentionRun(models.Model):
    """What went by which rule: ``lines`` is a list of ``{"rule", "gone", "error"}``."""

    started_at = models.DateTimeField(_("began"), db_index=True)
    finished_at = models.DateTimeField(_("ended"), null=True)
    by_label = models.CharField(_("started by"), max_length=120)
    gone = models.PositiveBigIntegerField(_("removed"), default=0)
    failed = models.PositiveSmallIntegerField(pgettext_lazy("rules", "failed"), default=0)
    lines = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("run of the retention robot")
        verbose_name_plural = _("runs of the retention robot")
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
