"""Figures as the public sees them: computed in the background, read as they stand."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicFigure(models.Model):
    """The last computed value of one figure that the office shows to everybody.

    The public page reads this table only and never counts: a visit costs one query whatever the
    size of the register. Texts are stored in both languages because the row is written by a
    worker that has no reader.
    """

    code = models.CharField(_("Code of the figure"), max_length=80, unique=True)
    value = models.DecimalField(_("Counted value"), max_digits=20, decimal_places=2)
    title_zh = models.CharField(_("Title (Chinese)"), max_length=120)
    title_en = models.CharField(_("Title (English)"), max_length=120)
    unit_zh = models.CharField(_("Unit (Chinese)"), max_length=40, blank=True)
    unit_en = models.CharField(_("Unit (English)"), max_length=40, blank=True)
    definition_zh = models.TextField(_("Definition (Chinese)"), blank=True)
    definition_en = models.TextField(_("Definition (English)"), blank=True)
    definition_version = models.CharField(_("Version of the definition"), max_length=20, blank=True)
    as_of = models.DateField(_("As of the day"))
    position = models.PositiveSmallIntegerField(_("Order on the page"), default=100)
    computed_at = models.DateTimeField(_("Computed at"))

    class Meta:
        verbose_name = _("public figure")
        verbose_name_plural = _("public figures")
        ordering: ClassVar[list[str]] = ["position", "code"]

    def __str__(self) -> str:
        return self.code
