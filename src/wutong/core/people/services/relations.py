"""Relations between people: put on record, ended, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wutong.core.people.enums import SYMMETRIC, RelationKind
from wutong.core.people.errors import DateOutOfOrderError, RelationError
from wutong.core.people.models import Relation
from wutong.core.people.services.locking import lock_person, ref, touch_person
from wutong.core.people.services.sources import STAFF, Source, note_source
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from datetime import date

    from wutong.kernel.actors import Actor


@transaction.atomic
def add_relation(
    *,
    actor: Actor,
    person_id: int,
    other_id: int,
    kind: str,
    household: bool = False,
    since: date | None = None,
    note: str = "",
    source: Source = STAFF,
) -> Relation:
    """`person` is the `kind` of `other`. Raises `RelationError` for oneself, for what is there
    already, and for a second spouse.
    """
    if kind not in RelationKind.values:
        raise RelationError(_("Say how they belong together."))
    if person_id == other_id:
        raise RelationError(_("Nobody is related to themselves."))
    people = [lock_person(key) for key in sorted((person_id, other_id))]
    standing = Relation.objects.filter(until__isnull=True, kind=kind)
    both = Q(person=person_id, other=other_id)
    if kind in SYMMETRIC:
        both |= Q(person=other_id, other=person_id)
    if standing.filter(both).exists():
        raise RelationError(_("This relation is on record already."))
    if kind == RelationKind.SPOUSE:
        ids = (person_id, other_id)
        if standing.filter(Q(person__in=ids) | Q(other__in=ids)).exists():
            raise RelationError(_("One of the two has a spouse on record. End that first."))
    relation = Relation.objects.create(
        person_id=person_id, other_id=other_id, kind=kind, household=household, since=since,
        note=note[:120],
    )  # fmt: skip
    for person in people:
        touch_person(person)
        note_source(
            actor=actor, person_id=person.pk, target=f"relation:{relation.pk}", fields=["kind"],
            source=source,
        )  # fmt: skip
    _written(actor, relation, "person.related")
    return relation


@transaction.atomic
def end_relation(*, actor: Actor, relation_id: int, on: date) -> Relation:
    """It was so until that day and stays on record as past."""
    relation = Relation.objects.select_for_update().get(pk=relation_id)
    if relation.since and on < relation.since:
        raise DateOutOfOrderError(_("A relation cannot end before it began."))
    relation.until, relation.household = on, False
    relation.save(update_fields=["until", "household"])
    _touch(relation)
    _written(actor, relation, "person.relation_ended")
    return relation


@transaction.atomic
def remove_relation(*, actor: Actor, relation_id: int) -> None:
    """It was never so."""
    relation = Relation.objects.select_for_update().get(pk=relation_id)
    _written(actor, relation, "person.relation_removed")
    _touch(relation)
    relation.delete()


def _touch(relation: Relation) -> None:
    for key in sorted((relation.person_id, relation.other_id)):
        touch_person(lock_person(key))


def _written(actor: Actor, relation: Relation, verb: str) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=ref(relation.person_id),
        subject_label=relation.person.name,
        data={"other": ref(relation.other_id), "kind": relation.kind},
    )
