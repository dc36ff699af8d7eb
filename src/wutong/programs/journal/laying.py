"""An article as it is read: its words with its pictures where they belong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.programs.journal.models import MARK, ArticlePicture, lines_of
from wutong.programs.publishing.enums import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet


@dataclass(frozen=True)
class Piece:
    """A heading, a paragraph, or a picture."""

    words: str = ""
    heading: bool = False
    picture: ArticlePicture | None = None


@dataclass(frozen=True)
class Layout:
    """The picture on top, and everything below it in order."""

    lead: ArticlePicture | None
    pieces: Sequence[Piece]


def shown_pictures() -> QuerySet[ArticlePicture]:
    """Those that may stand in the journal at this moment."""
    return ArticlePicture.objects.filter(
        withdrawn_at__isnull=True, stored__isnull=False, source__places__contains=[Place.JOURNAL]
    ).select_related("stored")


def lay_out(text: str, pictures: Iterable[ArticlePicture], *, led: bool = False) -> Layout:
    """Pictures stand at their marks. Of those without a mark the first leads the article unless
    it is ``led`` by another, the others follow at its end.
    """
    lines = lines_of(text)
    marked = {int(hit[1]) for line in lines if (hit := MARK.fullmatch(line))}
    known = {one.number: one for one in pictures}
    free = [one for number, one in sorted(known.items()) if number not in marked]
    lead = free.pop(0) if free and not led else None
    pieces: list[Piece] = []
    for line in lines:
        hit = MARK.fullmatch(line)
        if hit is None:
            pieces.append(Piece(line.lstrip("#").strip(), line.startswith("#")))
        elif one := known.pop(int(hit[1]), None):
            pieces.append(Piece(picture=one))
    return Layout(lead, [*pieces, *[Piece(picture=one) for one in free]])
