"""Segments and lists where another room asks for many people at once, such as a batch of
appointments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.core.people.public import visible_people
from wutong.engines.audiences.compiler import people_in
from wutong.engines.audiences.criteria.saved import list_q
from wutong.engines.audiences.definitions import loads
from wutong.engines.audiences.models import PeopleList, Segment
from wutong.platform.access.public import can, scope

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.core.people.models import Person
    from wutong.platform.accounts.models import User


def segments_of(user: User) -> list[tuple[str, str]]:
    """The segments ``user`` may use, by name."""
    if not can(user, "segments.view"):
        return []
    return [(str(row.pk), row.name) for row in scope(user, Segment).order_by("name", "pk")]


def those_of(user: User, reference: str) -> QuerySet[Person] | None:
    """Those of a segment whom ``user`` may see."""
    if not can(user, "segments.view") or not reference.isdecimal():
        return None
    segment = scope(user, Segment).filter(pk=int(reference)).first()
    return people_in(loads(segment.definition), user) if segment else None


def lists_of(user: User) -> list[tuple[str, str]]:
    """The lists ``user`` may use, the latest first."""
    if not can(user, "segments.view"):
        return []
    rows = scope(user, PeopleList).order_by("-created_at", "pk")
    return [(str(row.pk), row.name) for row in rows]


def those_on(user: User, reference: str) -> QuerySet[Person] | None:
    """Those on a list whom ``user`` may see."""
    if not can(user, "segments.view") or not reference.isdecimal():
        return None
    found = scope(user, PeopleList).filter(pk=int(reference)).first()
    return visible_people(user).filter(list_q({"chosen": [found.pk]})) if found else None
