"""Who may see which people. Everything that hangs on a person follows the person."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wutong.core.people.models import (
    ContactPoint,
    Degree,
    Employment,
    MatchCandidate,
    Person,
    PersonDocument,
    PersonState,
    Provenance,
    Relation,
)
from wutong.core.people.registry import person_sights
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import AcademicUnit
from wutong.core.reference.public import units_with_ancestors
from wutong.platform.access.registry import Permission, Scopes, register_permissions, scoper

VIEW = "people.record.view"
CHANGE = "people.record.change"
ADD = "people.record.add"
UNMASK = "people.contact.unmask"
EXPORT = "people.record.export"
HISTORY = "people.history.view"
MERGE = "people.record.merge"
DOCUMENTS = "people.document.unmask"
CHANGE_DOCUMENTS = "people.document.change"
SENSITIVE = "people.sensitive.view"

register_permissions(
    Permission(VIEW, _("Look people up and read their records")),
    Permission(CHANGE, _("Change people's records")),
    Permission(ADD, _("Add people to the record")),
    Permission(UNMASK, _("See contact points unmasked (each time is logged)")),
    Permission(EXPORT, _("Take lists of people out as files")),
    Permission(HISTORY, _("Read the history of a record")),
    Permission(MERGE, _("Decide about duplicates: merge records and take merges back")),
    Permission(DOCUMENTS, _("See identity documents unmasked (each time is logged)")),
    Permission(CHANGE_DOCUMENTS, _("Put identity documents on record and take them off")),
    Permission(SENSITIVE, _("See people graded sensitive")),
)


@scoper(Person)
def person_scope(scopes: Scopes, action: str) -> QuerySet[Person]:
    """Merged records are for nobody, sensitive people only for the cleared; coordinators and
    volunteers see those who studied at their college or at what it grew out of, others of
    limited sight those whom an upper room lets them see.
    """
    people = Person.objects.filter(merged_into__isnull=True)
    if not scopes.cleared:
        people = people.filter(grade__lt=Grade.SENSITIVE)
    if scopes.everything:
        return people
    seen = [sight(scopes) for sight in person_sights.values()]
    if scopes.colleges:
        seen.append(_studied_at(scopes))
    conditions = [condition for condition in seen if condition is not None]
    return people.filter(reduce(or_, conditions)) if conditions else people.none()


def _studied_at(scopes: Scopes) -> Q:
    units = units_with_ancestors(
        AcademicUnit.objects.filter(code__in=scopes.colleges).values_list("pk", flat=True)
    )
    studied = Degree.objects.filter(person=OuterRef("pk"), unit__in=sorted(units))
    return Q(Exists(studied))


def _follows_person(model: type[Model]) -> None:
    def rows(scopes: Scopes, action: str) -> QuerySet[Any]:
        return QuerySet(model).filter(person__in=person_scope(scopes, action).values("pk"))

    scoper(model)(rows)


for _model in (ContactPoint, Degree, Employment, PersonDocument, PersonState, Provenance):
    _follows_person(_model)


@scoper(Relation)
def relation_scope(scopes: Scopes, action: str) -> QuerySet[Relation]:
    """Between people both of whom may be seen."""
    people = person_scope(scopes, action).values("pk")
    return Relation.objects.filter(person__in=people, other__in=people)


@scoper(MatchCandidate)
def candidate_scope(scopes: Scopes, action: str) -> QuerySet[MatchCandidate]:
    """Pairs both of whom may be seen; where they were merged, the one that stayed."""
    people = person_scope(scopes, action).values("pk")
    return MatchCandidate.objects.filter(
        Q(first__in=people, second__in=people) | Q(merge__kept__in=people)
    )
