"""Filling a template: a place that cannot be filled stays and holds the letter back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise

PLACE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
BRACKET = re.compile(r"\u3010[^\u3010\u3011\n]{1,40}\u3011|\[[a-z ]{3,40}\]")
PLACES: dict[str, _StrOrPromise] = {
    "name": _("the addressee's name, or that of the one who died"),
    "addressee": _("to whom it is made out"),
    "deceased": _("the name of the one who died"),
    "honorific": _("the position if confirmed within 12 months, else 校友 or 老师"),
    "study": _("college and year, as in 物理学院1985级"),
    "occasion": _("what it is about, as you enter it"),
    "university": _("the university"),
    "body": _("the legal body that signs"),
}


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with what is known; a place without a value becomes 【place】 to be filled by hand."""

    def put(match: re.Match[str]) -> str:
        key = match.group(1)
        return values.get(key, "") if key in values else match.group()

    return PLACE.sub(put, text)


def open_place(text: str) -> str:
    """The first place nobody has filled, or ""."""
    found = PLACE.search(text) or BRACKET.search(text)
    return found.group() if found else ""


def unknown_place(text: str) -> str:
    """The first place that no letter can fill, or ""."""
    return next((m.group() for m in PLACE.finditer(text) if m.group(1) not in PLACES), "")
