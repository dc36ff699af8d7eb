"""Versions of data sources: a cached value is good as long as its source's version stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum

from .models import SourceChange
from .registry import sources

if TYPE_CHECKING:
    from collections.abc import Iterable


def source_versions(wanted: Iterable[str] | None = None) -> dict[str, str]:
    """The versions of the ``wanted`` sources (all by default), in one query for those watched.

    Counting committed change rows and not reading a sequence: a sequence rises before the
    change is visible, and a value computed in between would be stored under the new version
    without the change.
    """
    names = frozenset(wanted or ())
    counted = dict(
        SourceChange.objects.values_list("source")
        .annotate(total=Sum("changes"))
        .values_list("source", "total")
    )
    return {
        key: source.version() if source.version else str(counted.get(key, 0))
        for key, source in sources.items()
        if wanted is None or key in names
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
