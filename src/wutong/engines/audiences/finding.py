"""Segments in the one search of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.engines.audiences.models import PeopleList, Segment
from wutong.platform.access.public import scope
from wutong.ui.office.registry import SearchHit

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User


def find_segments(user: User, text: str, limit: int) -> list[SearchHit]:
    """Segments and lists by name or note, as far as ``user`` may use them."""
    words = text.strip()
    if not words:
        return []
    named = Q(name__icontains=words) | Q(note__icontains=words)
    segments = scope(user, Segment).filter(named).order_by("-updated_at", "pk")
    lists = scope(user, PeopleList).filter(named).order_by("-created_at", "pk")
    hits = [
        SearchHit(row.name, row.note, reverse("office:segments-detail", args=[row.pk]), "segment")
        for row in segments[:limit]
    ]
    hits += [
        SearchHit(
            row.name,
            _("List from a file"),
            reverse("office:segments-list-detail", args=[row.pk]),
            "file",
        )
        for row in lists[: limit - len(hits)]
    ]
    return hits
