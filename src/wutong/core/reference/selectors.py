from collections.abc import Iterable
from datetime import date

from django.db import connection

from wutong.core.reference.enums import UnitKind
from wutong.core.reference.models import AcademicUnit, AlumniDefinition

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


_TODAY = """
WITH RECURSIVE reach(start, id) AS (
    SELECT u, u FROM unnest(%s::bigint[]) AS u
  UNION
    SELECT reach.start, next.id
    FROM reach
    CROSS JOIN LATERAL (
        SELECT successor_id AS id FROM reference_unitlineage WHERE predecessor_id = reach.id
      UNION ALL
        SELECT parent_id FROM reference_academicunit
        WHERE id = reach.id AND parent_id IS NOT NULL AND valid_to IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM reference_unitlineage WHERE predecessor_id = reach.id)
    ) AS next
)
SELECT reach.start, u.id FROM reach JOIN reference_academicunit u ON u.id = reach.id
WHERE u.valid_to IS NULL AND reach.start <> u.id
ORDER BY u.code
"""


def units_of_today(unit_ids: Iterable[int]) -> dict[int, list[AcademicUnit]]:
    """What each of these units has become by now; absent are those that stand themselves."""
    ids = sorted(set(unit_ids))
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_TODAY, [ids])
        pairs = cursor.fetchall()
    units = AcademicUnit.objects.in_bulk({unit for _start, unit in pairs})
    found: dict[int, list[AcademicUnit]] = {}
    for start, unit in pairs:
        found.setdefault(start, []).append(units[unit])
    return found


def colleges_of_today() -> dict[int, int]:
    """Every unit and the college of today that counts it: a department counts for its college, a
    predecessor for what it became. One that was split among several, or closed, counts for itself.
    """
    units = {unit.pk: unit for unit in AcademicUnit.objects.all()}

    def up(unit: AcademicUnit) -> AcademicUnit:
        parent = units.get(unit.parent_id or 0)
        return parent if parent and unit.kind == UnitKind.DEPARTMENT else unit

    today = units_of_today(units)
    found = {}
    for pk, unit in units.items():
        heirs = {up(units[heir.pk]).pk for heir in today.get(pk, ())}
        found[pk] = heirs.pop() if len(heirs) == 1 else up(unit).pk
    return found


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
