"""Saved segments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wutong.core.reference.models import AcademicUnit
from wutong.engines.audiences.definitions import empty
from wutong.engines.audiences.enums import Sharing


class SharedThing(models.Model):
    """Something somebody owns, shares and may put away: a segment, a list.

    ``shared_unit`` is the college whose colleagues share it, where ``sharing`` says so.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("owner"),
    )
    sharing = models.CharField(
        _("who may use it"),
        max_length=8,
        choices=Sharing.choices,
        default=Sharing.OWNER,
        db_default=Sharing.OWNER.value,
    )
    shared_unit = models.ForeignKey(
        AcademicUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("college that shares it"),
    )
    created_at = models.DateTimeField(_("made"))
    updated_at = models.DateTimeField(_("last changed"))
    archived_at = models.DateTimeField(_("put away"), null=True, blank=True)

    class Meta:
        abstract = True


class Segment(SharedThing):
    """People chosen by conditions, by name. Who is in it depends on who asks and when.

    ``definition`` is the tree of ``definitions``. ``last_count`` is what ``last_count_by``'s
    view of the university gave at ``last_counted_at``; a list shows it with that moment.
    """

    name = models.CharField(_("name of the segment"), max_length=120)
    note = models.CharField(_("note"), max_length=300, blank=True)
    definition = models.JSONField(default=empty)
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

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["owner", "-updated_at"], name="audiences_owner")]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """``segment:12``."""
        return f"segment:{self.pk}"
