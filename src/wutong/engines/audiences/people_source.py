"""Segments where another room asks for many people at once, such as a batch of appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.engines.audiences.compiler import people_in
from wutong.engines.audiences.definitions import loads
from wutong.engines.audiences.models import Segment
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
    if not can(user, "segments.view") or not reference.isdigit():
        return None
    segment = scope(user, Segment).filter(pk=int(reference)).first()
    return people_in(loads(segment.definition), user) if segment else None
