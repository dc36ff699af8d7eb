"""Nobody who has just lost somebody close is wished a happy festival."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import BooleanField, Case, Max, Q, Value, When

from wutong.core.consent.public import topic_of
from wutong.core.people.enums import RelationKind, StateKind
from wutong.core.people.models import PersonState, Relation
from wutong.kernel import clock

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

CLOSE = (RelationKind.SPOUSE, RelationKind.PARENT, RelationKind.SIBLING)


def _dead() -> QuerySet[PersonState]:
    """Deaths of the last hundred days (百日), or as many as the house observes."""
    since = clock.today() - timedelta(days=settings.OUTREACH_MOURNING_DAYS)
    return PersonState.objects.filter(kind=StateKind.LIFE, valid_from__gte=since)


def _close() -> QuerySet[Relation]:
    """Ties of blood and marriage; a marriage that death ended is one of them."""
    return Relation.objects.filter(kind__in=CLOSE)


def mourning(topic: str) -> Case:
    """SQL for "somebody close to this person died lately": two small lists, made once. Mourners
    are spared festive topics; news and invitations still reach them.
    """
    if not topic_of(topic).festive:
        return Case(default=Value(value=False), output_field=BooleanField())
    dead = _dead().values("person")
    ties = _close()
    return Case(
        When(
            Q(pk__in=ties.filter(other__in=dead).values("person"))
            | Q(pk__in=ties.filter(person__in=dead).values("other")),
            then=Value(value=True),
        ),
        default=Value(value=False),
        output_field=BooleanField(),
    )


def death_near(person_id: int) -> date | None:
    """The day of the latest death close to a person, within the time of mourning."""
    ties = _close()
    near = Q(person__in=ties.filter(person=person_id).values("other")) | Q(
        person__in=ties.filter(other=person_id).values("person")
    )
    found: date | None = _dead().filter(near).aggregate(day=Max("valid_from"))["day"]
    return found
