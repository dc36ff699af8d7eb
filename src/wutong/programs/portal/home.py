"""What the portal puts on the home page: the latest news, the newest issue, where alumni meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language

from wutong.programs.portal.catalogue import STORIES, documents
from wutong.programs.portal.places import tiles_and_countries

if TYPE_CHECKING:
    from django.http import HttpRequest

JOURNAL = "journal"
LATEST = 4


def _here() -> str:
    return get_language() or settings.LANGUAGE_CODE


def latest_news(request: HttpRequest) -> dict[str, Any] | None:
    """The first large, the others beside it."""
    found = list(documents(STORIES, _here())[:LATEST])
    return {"first": found[0], "others": found[1:]} if found else None


def newest_issue(request: HttpRequest) -> dict[str, Any] | None:
    """The journal's newest issue that everybody may read."""
    issue = documents(JOURNAL, _here()).first()
    return {"issue": issue} if issue is not None else None


def meeting_places(request: HttpRequest) -> dict[str, Any] | None:
    """How many organisations in how many places, with the map in small."""
    tiles, countries = tiles_and_countries()
    total = sum(tile.number for tile in tiles) + sum(place.number for place in countries)
    if not total:
        return None
    provinces = sum(1 for tile in tiles if tile.number)
    return {"tiles": tiles, "total": total, "provinces": provinces, "countries": len(countries)}
