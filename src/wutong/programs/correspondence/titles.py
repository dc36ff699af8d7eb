"""What a person is addressed by: a position only while it is known to be true.

A wrong title in a formal letter is worse than none: a position that was not confirmed within
twelve months is never merged. What stands instead is what cannot be wrong: 老师 for those who
taught here, 校友 for everybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max

from wutong.core.people.models import Employment, PersonState, Provenance
from wutong.core.reference.enums import AlumniGroup
from wutong.kernel.clock import today

if TYPE_CHECKING:
    from datetime import date

    from wutong.core.people.models import Person

HOLDS_FOR = timedelta(days=365)


def is_fresh(day: date | None) -> bool:
    """Whether what was known on ``day`` may be merged today."""
    return day is not None and today() - HOLDS_FOR <= day <= today()


@dataclass(frozen=True)
class Position:
    """What somebody is, where, and when that was last known to be so."""

    employment_id: int
    employer: str
    title: str
    known_on: date | None

    @property
    def fresh(self) -> bool:
        """Confirmed within twelve months."""
        return is_fresh(self.known_on)


def positions_of(person_id: int) -> list[Position]:
    """Positions held now as far as known, the one known best first."""
    rows = Employment.objects.filter(person=person_id, to_date__isnull=True).exclude(title="")
    told = dict(
        Provenance.objects.filter(
            person=person_id, target__in=[f"employment:{row.pk}" for row in rows]
        )
        .values("target")
        .annotate(last=Max("recorded_at"))
        .values_list("target", "last")
    )
    found = []
    for row in rows:
        moment = told.get(f"employment:{row.pk}")
        known = row.as_of or (moment.date() if moment else None)
        found.append(Position(row.pk, row.employer, row.title, known))
    return sorted(found, key=lambda one: (one.known_on is not None, one.known_on), reverse=True)


def honorific(person: Person, language: str) -> str:
    """What stands where no position may: 老师 or 校友; nothing in English."""
    if not language.startswith("zh"):
        return ""
    taught = PersonState.objects.filter(
        person=person, kind="membership", value=AlumniGroup.STAFF, valid_to__isnull=True
    ).exists()
    return "老师" if taught else "校友"
