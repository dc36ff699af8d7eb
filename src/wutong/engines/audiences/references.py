"""Segments within segments: which a definition names, directly or by way of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.engines.audiences.definitions import loads
from wutong.engines.audiences.errors import DefinitionError
from wutong.engines.audiences.models import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.engines.audiences.definitions import Group

SEGMENT, LIST = "segment", "list"
"""Keys of the criteria that name a saved segment and a list; both keep ids in ``chosen``."""


def named_in(root: Group, criterion: str) -> set[int]:
    """The ids that conditions of ``criterion`` name in a definition."""
    return {
        int(pk)
        for condition in root.conditions()
        if condition.criterion == criterion
        for pk in condition.params.get("chosen", [])
    }


def reaches(root: Group, segment_id: int) -> bool:
    """Whether the definition contains the segment, directly or by way of others."""
    known: set[int] = set()
    waiting = named_in(root, SEGMENT)
    while waiting:
        if segment_id in waiting:
            return True
        known |= waiting
        waiting = _named_by(waiting) - known
    return False


def _named_by(ids: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for definition in Segment.objects.filter(pk__in=ids).values_list("definition", flat=True):
        try:
            found |= named_in(loads(definition), SEGMENT)
        except DefinitionError:
            continue
    return found
