"""What is kept of figures: cached values, closed years, and the change counter of the sources."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SourceChange(models.Model):
    """Statements that changed a data source; written by the triggers of ``figures_watch``.

    One row a statement, so that writers never wait for each other; the version of a source is
    the sum of ``changes``. A periodic job folds many rows into one with the same sum.
    """

    source = models.CharField(max_length=40)
    changes = models.BigIntegerField(default=1)
    changed_at = models.DateTimeField(db_default=Now())

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["source"], name="figures_change_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.changes}"


class CachedResult(models.Model):
    """A computed batch or table: good as long as ``version`` is that of its data source."""

    key = models.CharField(max_length=64, primary_key=True)
    source = models.CharField(max_length=40)
    version = models.CharField(max_length=80)
    payload = models.JSONField()
    computed_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["computed_at"], name="figures_cached_age")]

    def __str__(self) -> str:
        return self.key


class ClosingState(models.TextChoices):
    """A closing is prepared by one person and closed by another."""

    PREPARED = "prepared", _("Waiting for a second person")
    CLOSED = "closed", pgettext_lazy("year", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("year", "Withdrawn")


class Closing(models.Model):
    """A year that is closed: its figures are printed as stored from then on."""

    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(_("state"), max_length=12, choices=ClosingState)
    as_of = models.DateField(_("as of"))
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    prepared_at = models.DateTimeField(_("prepared at"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("closed by"),
    )
    closed_at = models.DateTimeField(_("closed at"), null=True)
    seal = models.CharField(_("seal"), max_length=64, blank=True)
    comment = models.CharField(_("comment"), max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("closed year")
        verbose_name_plural = _("closed years")
        ordering = ["-year", "-prepared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                condition=models.Q(state__in=["prepared", "closed"]),
                name="figures_one_closing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.state}"


class ClosedFigure(models.Model):
    """A figure as it stood when its year was closed.

    ``rows_digest`` is the SHA-256 of the keys of all rows behind it: equal digests prove that
    the very same rows were counted.
    """

    closing = models.ForeignKey(Closing, models.CASCADE, related_name="figures")
    code = models.CharField(max_length=80)
    definition_version = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    compared = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    rows = models.BigIntegerField(default=0)
    rows_digest = models.CharField(max_length=64, blank=True)
    grades = models.JSONField(default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closing", "code"], name="figures_closed_once")
        ]

    def __str__(self) -> str:
        return f"{self.closing_id} {self.code}"


class Restatement(models.Model):
    """A stored value of a closed year was replaced, by whom and why; the old one stays here."""

    figure = models.ForeignKey(ClosedFigure, models.CASCADE, related_name="restatements")
    old_value = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    old_definition_version = models.PositiveSmallIntegerField()
    old_rows_digest = models.CharField(max_length=64, blank=True)
    new_value = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    reason = models.CharField(_("reason"), max_length=300)
    restated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    restated_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["restated_at"]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.restated_at:%Y-%m-%d}"
