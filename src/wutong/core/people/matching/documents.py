"""Identity documents compared: the same number all but proves that two records are one person,
another number of the same kind all but proves that they are not.

The weights are fixed, not learnt: few records have a document, and a document number is issued
once. In log2 of the odds, as everything the engine weighs; added to what it found.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from wutong.core.people.matching.engine import Pair

SAME = 20.0
DIFFERENT = -12.0
NOTHING_ELSE = -6.0
"""What two records weigh that the engine did not even put side by side."""

_SHARED = """
SELECT DISTINCT least(a.person_id, b.person_id), greatest(a.person_id, b.person_id)
FROM people_persondocument a
JOIN people_persondocument b ON b.number_hash = a.number_hash AND b.person_id <> a.person_id
JOIN people_person p ON p.id = a.person_id AND p.merged_into_id IS NULL
JOIN people_person q ON q.id = b.person_id AND q.merged_into_id IS NULL
WHERE %(ids)s::bigint[] IS NULL OR a.person_id = ANY(%(ids)s::bigint[])
"""
_HELD = "SELECT person_id, kind FROM people_persondocument"


def with_documents(pairs: Iterable[Pair], of: Collection[int] | None) -> list[Pair]:
    """The engine's pairs with their documents weighed, and the pairs that only share one."""
    kinds = _kinds_held()
    if not kinds:
        return list(pairs)
    found = {(one, other): (score, weight) for one, other, score, weight in pairs}
    shared = _shared(of)
    nothing: set[str] = set()
    for pair, (_score, weight) in found.items():
        held = kinds.get(pair[0], nothing)
        if held and held & kinds.get(pair[1], nothing) and pair not in shared:
            found[pair] = _weighed(weight + DIFFERENT)
    for pair in shared:
        found[pair] = _weighed(found.get(pair, (0, NOTHING_ELSE))[1] + SAME)
    return [(one, other, score, weight) for (one, other), (score, weight) in found.items()]


def _kinds_held() -> dict[int, set[str]]:
    kinds: dict[int, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_HELD)
        for person_id, kind in cursor.fetchall():
            kinds[person_id].add(kind)
    return kinds


def _shared(of: Collection[int] | None) -> set[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, {"ids": None if of is None else sorted(of)})
        return {(int(one), int(other)) for one, other in cursor.fetchall()}


def _weighed(weight: float) -> tuple[float, float]:
    return 1 / (1 + 2.0 ** -max(min(weight, 60.0), -60.0)), weight
