from collections.abc import Iterable
from datetime import date

from django.db import connection

from wutong.core.reference.models import AlumniDefinition

# Downwards: everything a unit grew out of, and every department of any of those.
_UNIT_WITH_ANCESTORS = """
WITH RECURSIVE reach(id) AS (
    SELECT unnest(%s::bigint[])
  UNION
    SELECT next.id
    FROM reach
    CROSS JOIN LATERAL (
        SELECT predecessor_id AS id FROM reference_unitlineage WHERE successor_id = reach.id
      UNION ALL
        SELECT id FROM reference_academicunit WHERE parent_id = reach.id
    ) AS next
)
SELECT id FROM reach
"""


def units_with_ancestors(unit_ids: Iterable[int]) -> frozenset[int]:
    """The ids of these units, of all they grew out of, and of the departments of any of them.

    Someone who studied at a college that was later merged belongs to what it became; the
    present college therefore reaches back, its predecessor never reaches forward.
    """
    ids = sorted(set(unit_ids))
    if not ids:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_UNIT_WITH_ANCESTORS, [ids])
        return frozenset(row[0] for row in cursor.fetchall())


def unit_with_ancestors(unit_id: int) -> frozenset[int]:
    """`units_with_ancestors` for one unit."""
    return units_with_ancestors([unit_id])


def current_definition(on: date) -> AlumniDefinition:
    """The definition of alumnus in force on a day; before the first one, the first one."""
    definitions = AlumniDefinition.objects.order_by("-valid_from", "-version")
    found = definitions.filter(valid_from__lte=on).first() or definitions.last()
    if found is None:
        raise AlumniDefinition.DoesNotExist
    return found
