"""Who was on record, contactable, lost or dead on a day, and what changed within a period.

Every function narrows `people`, which carries scope and grade; so a figure and its drill-down
are one queryset. A person is counted once whatever the number of states. Periods include both
days; a day in the future sees the states that are open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from wutong.core.people.enums import ContactState, StateKind
from wutong.core.people.models import Person, PersonState
from wutong.core.reference.public import current_definition

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet


def everybody() -> QuerySet[Person]:
    """All records but merged ones, sensitive ones included: the base of published totals. What
    a reader is shown by name starts from `access.scope` instead.
    """
    return Person.objects.filter(merged_into__isnull=True)


def _states(kind: str) -> QuerySet[PersonState]:
    return PersonState.objects.filter(person=OuterRef("pk"), kind=kind)


def _holding(states: QuerySet[PersonState], day: date) -> QuerySet[PersonState]:
    return states.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


def members_as_at(
    day: date, *, people: QuerySet[Person] | None = None, groups: Collection[str] | None = None
) -> QuerySet[Person]:
    """Alumni on record as at `day`, living or dead, by the definition of alumnus in force then
    (or exactly these `groups` of it).
    """
    wanted = sorted(groups) if groups is not None else current_definition(day).groups
    states = _holding(_states(StateKind.MEMBERSHIP), day).filter(value__in=wanted)
    return (everybody() if people is None else people).filter(Exists(states))


def deceased_as_at(
    day: date, *, people: QuerySet[Person] | None = None, groups: Collection[str] | None = None
) -> QuerySet[Person]:
    """Alumni known to have died by `day`."""
    died = _holding(_states(StateKind.LIFE), day)
    return members_as_at(day, people=people, groups=groups).filter(Exists(died))


def people_as_at(
    day: date, *, people: QuerySet[Person] | None = None, groups: Collection[str] | None = None
) -> QuerySet[Person]:
    """Living alumni on record as at `day`."""
    died = _holding(_states(StateKind.LIFE), day)
    return members_as_at(day, people=people, groups=groups).filter(~Exists(died))


def contactable_as_at(
    day: date, *, people: QuerySet[Person] | None = None, groups: Collection[str] | None = None
) -> QuerySet[Person]:
    """Living alumni with a working contact point as at `day`."""
    reached = _holding(_states(StateKind.CONTACT), day).filter(value=ContactState.CONTACTABLE)
    return people_as_at(day, people=people, groups=groups).filter(Exists(reached))


def lost_as_at(
    day: date, *, people: QuerySet[Person] | None = None, groups: Collection[str] | None = None
) -> QuerySet[Person]:
    """Living alumni without a working contact point as at `day`: all who are not contactable,
    so that the two always add up to the living on record.
    """
    reached = _holding(_states(StateKind.CONTACT), day).filter(value=ContactState.CONTACTABLE)
    return people_as_at(day, people=people, groups=groups).filter(~Exists(reached))


def _turned(into: str, from_: date, to: date) -> Exists:
    """A contact state that began within the period and took over from the other one."""
    before = PersonState.objects.filter(
        person=OuterRef("person"),
        kind=StateKind.CONTACT,
        valid_to=OuterRef("valid_from"),
        valid_from__lt=OuterRef("valid_from"),
    ).exclude(value=into)
    began = _states(StateKind.CONTACT).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
        Exists(before),
        value=into,
        valid_from__gte=from_,
        valid_from__lte=to,
    )
    return Exists(began)


def lost_within(
    from_: date,
    to: date,
    *,
    people: QuerySet[Person] | None = None,
    groups: Collection[str] | None = None,
) -> QuerySet[Person]:
    """Alumni who were contactable and became lost within the period, found since or not."""
    return members_as_at(to, people=people, groups=groups).filter(
        _turned(ContactState.LOST, from_, to)
    )


def found_within(
    from_: date,
    to: date,
    *,
    people: QuerySet[Person] | None = None,
    groups: Collection[str] | None = None,
) -> QuerySet[Person]:
    """Alumni who were lost and became contactable within the period."""
    return members_as_at(to, people=people, groups=groups).filter(
        _turned(ContactState.CONTACTABLE, from_, to)
    )


def died_within(
    from_: date,
    to: date,
    *,
    people: QuerySet[Person] | None = None,
    groups: Collection[str] | None = None,
) -> QuerySet[Person]:
    """Alumni who died within the period (the day of death, not of the news)."""
    died = _states(StateKind.LIFE).filter(
        valid_to__isnull=True, valid_from__gte=from_, valid_from__lte=to
    )
    return members_as_at(to, people=people, groups=groups).filter(Exists(died))
