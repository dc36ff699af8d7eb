"""Where a segment or a list is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from wutong.engines.audiences.models import Segment
from wutong.engines.audiences.references import LIST, SEGMENT
from wutong.engines.audiences.registry import Use, segment_uses
from wutong.platform.access.public import scope

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

ONE = gettext_lazy("Segment")


def uses_of(segment_id: int, user: User) -> list[Use]:
    """Everything that uses the segment, room by room."""
    return [use for uses in segment_uses.values() for use in uses(segment_id, user)]


def uses_in_segments(segment_id: int, user: User) -> list[Use]:
    """Other segments one of whose conditions names this one."""
    return _naming(SEGMENT, segment_id, user)


def uses_of_list(list_id: int, user: User) -> list[Use]:
    """Segments one of whose conditions names the list."""
    return _naming(LIST, list_id, user)


def _naming(criterion: str, pk: int, user: User) -> list[Use]:
    seen = set(scope(user, Segment).values_list("pk", flat=True))
    naming = Segment.objects.filter(archived_at__isnull=True).order_by("name")
    found = []
    for row in naming.only("pk", "name", "definition"):
        if _names(row.definition.get("root"), criterion, pk):
            mine = row.pk in seen
            url = reverse("office:segments-detail", args=[row.pk]) if mine else ""
            found.append(Use(ONE, row.name if mine else "–", url))
    return found


def _names(node: Any, criterion: str, pk: int) -> bool:
    if not isinstance(node, dict):
        return False
    if node.get("criterion") == criterion:
        return pk in node.get("params", {}).get("chosen", [])
    return any(_names(item, criterion, pk) for item in node.get("items", []))
