"""The choices of the directory, drawn once in five minutes and language: there are hundreds, they are
the same for everybody, and drawing them took a third of the page.
"""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from wutong.programs.members.selectors import directory
from wutong.ui.design.templatetags.design import options

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 300
_LISTS: dict[str, Callable[[], list[object]]] = {
    "colleges": lambda: list(directory.colleges()),
    "places": lambda: list(directory.places()),
    "industries": lambda: list(directory.industries()),
}


def colleges(chosen: int | None) -> SafeString:
    """The colleges of today."""
    return _chosen("colleges", chosen)


def places(chosen: int | None) -> SafeString:
    """Provinces and cities."""
    return _chosen("places", chosen)


def industries(chosen: str) -> SafeString:
    """The industries people work in."""
    return _chosen("industries", chosen or None)


def forget_choices() -> None:
    """Draw them anew; for tests."""
    _drawn.cache_clear()


def _chosen(name: str, chosen: object) -> SafeString:
    drawn = _drawn(name, get_language() or "", int(time.monotonic()) // SECONDS)
    if chosen is None:
        return drawn
    mark = f'<option value="{escape(chosen)}"'
    return SafeString(drawn.replace(f"{mark}>", f"{mark} selected>", 1))


@lru_cache(maxsize=12)
def _drawn(name: str, language: str, period: int) -> SafeString:
    return options(_LISTS[name]())
