"""Saved segments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wutong.engines.audiences.definitions import empty


class Segment(models.Model):
    """People chosen by conditions, by name. Who is in it depends on who asks and when.

    ``definition`` is the tree of ``definitions``. ``last_count`` is what ``last_count_by``'s
    view of the university gave at ``last_counted_at``; a list shows it with that moment.
    """

    name = models.CharField(_("name of the segment"), max_length=120)
    note = models.CharField(_("note"), max_length=300, blank=True)
    definition = models.JSONField(default=empty)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="segments"
    )
    shared = models.BooleanField(_("shared with colleagues"), default=False)
    legal_body = models.ForeignKey(
        "reference.LegalBody",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("legal body"),
    )
    version = models.PositiveIntegerField(default=1)
    last_count = models.PositiveIntegerField(null=True, blank=True)
    last_counted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["owner", "-updated_at"], name="audiences_owner")]

    def __str__(self) -> str:
        return self.name
