"""Rows counted as they stand in the staging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from wutong.platform.tabular.models import ImportBatch

_COUNTS = """
SELECT count(*),
       count(*) FILTER (WHERE NOT data ? 'choice'),
       count(*) FILTER (WHERE data ->> 'effect' IN ('same', 'out'))
FROM tabular_importrow WHERE batch_id = %(batch)s AND verdict = 'possible'
"""


def possible_counts(batch: ImportBatch) -> dict[str, int]:
    """Of the rows possibly on record: all, those that wait for a choice, those that come to
    nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"batch": batch.pk})
        found, waiting, idle = cursor.fetchone()
    return {"possible": found, "possible_open": waiting, "possible_idle": idle}
