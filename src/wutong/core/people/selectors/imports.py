"""Whom an import was about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from wutong.platform.tabular.models import ImportBatch

_PEOPLE = """
SELECT DISTINCT coalesce(p.merged_into_id, p.id)
FROM (
    SELECT person_id FROM people_registerrow WHERE batch_id = %(batch)s AND outcome = ''
  UNION
    SELECT substr(target_ref, 8)::bigint FROM tabular_importrow
    WHERE batch_id = %(batch)s AND target_ref LIKE 'person:%%'
      AND (verdict = 'same' OR verdict = 'possible' AND data ->> 'effect' = 'same')
) AS named
JOIN people_person p ON p.id = named.person_id
"""


def people_of_import(batch: ImportBatch) -> list[int]:
    """Ids of everybody a published register names, added, changed or already on record; while its
    rows are kept. Scope is the caller's business.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"batch": batch.pk})
        return [row[0] for row in cursor.fetchall()]
