"""Charts that were drawn."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class StoredChart(models.Model):
    """A chart by the digest of its specification, which holds its data: it never goes stale.

    ``svg`` is empty until a worker has drawn it.
    """

    digest = models.CharField(max_length=40, primary_key=True)
    spec = models.JSONField()
    svg = models.TextField(blank=True)
    asked_at = models.DateTimeField(db_default=Now())

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="reports_chart_age")]

    def __str__(self) -> str:
        return self.digest
