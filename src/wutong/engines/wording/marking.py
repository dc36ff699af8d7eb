"""A text cut where something was found in it, for pages that mark it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.engines.wording.selectors import Seen


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; ``tone`` where something was found in it."""

    text: str
    tone: str = ""
    said: str = ""


def pieces(text: str, seen: Iterable[Seen]) -> list[Piece]:
    """The text cut at what was found; overlapping places are marked once."""
    found, at = [], 0
    for one in sorted(seen, key=lambda item: item.finding.start):
        place = one.finding
        if place.start < at or one.passage.text != text:
            continue
        if place.start > at:
            found.append(Piece(text[at : place.start]))
        tone = "kept" if one.kept else "grave" if place.grave else "look"
        found.append(Piece(text[place.start : place.end], tone, place.message))
        at = place.end
    return [*found, Piece(text[at:])] if at < len(text) else found
