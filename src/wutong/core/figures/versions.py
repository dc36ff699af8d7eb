"""Versions of data sources: a cached value is good as long as its source's version stands."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Sum

from .models import SourceChange
from .registry import sources


def source_versions() -> dict[str, str]:
    """The version of every registered source, in one query for those that triggers watch.

    Counting committed change rows and not reading a sequence: a sequence rises before the
    change is visible, and a value computed in between would be stored under the new version
    without the change.
    """
    counted = dict(
        SourceChange.objects.values_list("source")
        .annotate(total=Sum("changes"))
        .values_list("source", "total")
    )
    return {
        key: source.version() if source.version else str(counted.get(key, 0))
        for key, source in sources.items()
    }


def fold_changes() -> int:
    """Fold the change rows of each source into one with the same sum; returns the rows saved."""
    saved = 0
    with transaction.atomic():
        rows = list(
            SourceChange.objects.select_for_update(skip_locked=True).values_list(
                "id", "source", "changes"
            )
        )
        totals: dict[str, int] = {}
        for _id, source, changes in rows:
            totals[source] = totals.get(source, 0) + changes
        if len(rows) > len(totals):
            SourceChange.objects.filter(id__in=[row[0] for row in rows]).delete()
            SourceChange.objects.bulk_create(
                SourceChange(source=source, changes=total) for source, total in totals.items()
            )
            saved = len(rows) - len(totals)
    return saved
