"""That somebody was erased: by whom, why, and how many rows of what; never who it was."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """``lines`` is a list of ``{"holding", "fate", "rows"}``; ``subject_ref`` leads to the empty
    record that stays where others point at it.
    """

    subject_ref = models.CharField(max_length=80, db_index=True)
    erased_at = models.DateTimeField(_("erased"))
    by_label = models.CharField(_("by"), max_length=120)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    lines = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"{self.subject_ref} {self.erased_at:%Y-%m-%d}"
