"""How every class stands, in one statement, so that the worst can be listed first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from wutong.core.reference.enums import Grade
from wutong.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

_COUNT = """
INSERT INTO rosters_classroster
    (class_group_id, people, found, lost, deceased, share, counted_at)
SELECT c.id, count(p.id),
       count(p.id) FILTER (WHERE NOT p.deceased AND p.contactable),
       count(p.id) FILTER (WHERE NOT p.deceased AND NOT p.contactable),
       count(p.id) FILTER (WHERE p.deceased),
       COALESCE(floor(100.0 * count(p.id) FILTER (WHERE NOT p.deceased AND p.contactable)
                / NULLIF(count(p.id) FILTER (WHERE NOT p.deceased), 0)), 100)::int,
       %(now)s
FROM reference_classgroup c
LEFT JOIN (SELECT DISTINCT class_group_id, person_id FROM people_degree
           WHERE class_group_id IS NOT NULL
             AND (%(only)s::bigint[] IS NULL OR class_group_id = ANY(%(only)s))) d
       ON d.class_group_id = c.id
LEFT JOIN people_person p
       ON p.id = d.person_id AND p.merged_into_id IS NULL AND p.grade < %(sensitive)s
WHERE %(only)s::bigint[] IS NULL OR c.id = ANY(%(only)s)
GROUP BY c.id
ON CONFLICT (class_group_id) DO UPDATE SET
    people = EXCLUDED.people, found = EXCLUDED.found, lost = EXCLUDED.lost,
    deceased = EXCLUDED.deceased, share = EXCLUDED.share, counted_at = EXCLUDED.counted_at
"""


@transaction.atomic
def count_classes(only: Sequence[int] | None = None) -> int:
    """Count every class, or those with the ids in ``only``; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "now": clock.now(),
                "only": list(only) if only is not None else None,
                "sensitive": Grade.SENSITIVE.value,
            },
        )
        return int(cursor.rowcount)
