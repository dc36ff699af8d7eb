"""Who belongs to whom, seen from one person; and who may be greeted as a couple."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from wutong.core.people.enums import SYMMETRIC, RelationKind, reverse_label
from wutong.core.people.models import Person, Relation
from wutong.core.reference.enums import Grade

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Related:
    """One relation from one side: what the other is to this person."""

    relation: Relation
    other: Person
    label: _StrOrPromise


def relations_of(person_id: int, visible: QuerySet[Person]) -> list[Related]:
    """Those whose other side is among `visible`, standing ones first; two queries."""
    rows = list(
        Relation.objects.filter(Q(person=person_id) | Q(other=person_id)).order_by(
            "-until", "kind", "pk"
        )
    )
    keys = {row.other_id if row.person_id == person_id else row.person_id for row in rows}
    people = visible.only("pk", "name", "deceased").in_bulk(keys)
    found = []
    for row in sorted(rows, key=lambda row: row.until is not None):
        mine = row.person_id == person_id
        other = people.get(row.other_id if mine else row.person_id)
        if other is not None:
            symmetric = row.kind in SYMMETRIC or not mine
            label = RelationKind(row.kind).label if symmetric else reverse_label(row.kind)
            found.append(Related(row, other, label))
    return found


def couple_of(person_id: int) -> Person | None:
    """The spouse with whom a person is greeted: married, of one household, both living and not
    graded sensitive, neither record merged away. The dead are never greeted, and nobody is
    greeted together with somebody who has died.
    """
    row = (
        Relation.objects.filter(
            Q(person=person_id) | Q(other=person_id),
            kind=RelationKind.SPOUSE,
            household=True,
            until__isnull=True,
        )
        .select_related("person", "other")
        .first()
    )
    if row is None:
        return None
    both = (row.person, row.other)
    if any(one.deceased or one.merged_into_id or one.grade >= Grade.SENSITIVE for one in both):
        return None
    return row.other if row.person_id == person_id else row.person
