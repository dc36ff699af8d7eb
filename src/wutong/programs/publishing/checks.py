"""What a story lacks: said beside each language before others are asked to read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _

from wutong.programs.publishing.archive import LANGUAGES, latest, pages_of
from wutong.programs.publishing.enums import Licence
from wutong.programs.publishing.models import Picture
from wutong.programs.publishing.rendering.parts import picture_ids, raw_blocks
from wutong.programs.publishing.rendering.plain import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from wutong.programs.publishing.models import StoryPage


@dataclass(frozen=True)
class Lack:
    """Something that is missing. ``grave``: it cannot be handed in so. ``picture_id`` opens it;
    ``about`` says where it is mended: in the text, at the picture, with who is to be seen in it, or
    by taking over what the other language has.
    """

    words: str
    grave: bool = False
    picture_id: int | None = None
    about: Literal["text", "picture", "face", "beside"] = "text"


def lacks_of(key: UUID) -> dict[str, list[Lack]]:
    """By language; a language without a page lacks everything, which is not grave."""
    drafts = {code: latest(page) for code, page in pages_of(key).items()}
    pictures = _pictures(drafts.values())
    found = {}
    for code in LANGUAGES:
        page = drafts.get(code)
        if page is None:
            found[code] = [Lack(_("There is no version in this language."))]
            continue
        found[code] = [
            *_of_words(page),
            *_of_pictures(page, pictures),
            *_beside(page, next((one for one in drafts.values() if one is not page), None)),
        ]
    return found


def grave_lacks(key: UUID) -> list[str]:
    """What stands in the way, each once."""
    found = {lack.words: None for lacks in lacks_of(key).values() for lack in lacks if lack.grave}
    return list(found)


def _pictures(drafts: Iterable[StoryPage]) -> Mapping[int, Picture]:
    ids = {pk for page in drafts for pk in picture_ids(page)}
    rows = Picture.objects.prefetch_related("portraits").in_bulk(ids)
    return dict(rows)


def _of_words(page: StoryPage) -> list[Lack]:
    found = []
    if not raw_blocks(page):
        found.append(Lack(_("The story is empty."), grave=True))
    if not page.standfirst:
        found.append(Lack(_("The standfirst is missing.")))
    if not page.byline:
        found.append(Lack(_("Nobody is named as its author.")))
    if not page.cover_id:
        found.append(Lack(_("There is no cover.")))
    return found


def _of_pictures(page: StoryPage, pictures: Mapping[int, Picture]) -> list[Lack]:
    found = []
    for pk in picture_ids(page):
        picture = pictures.get(pk)
        if picture is None:
            continue
        name = {"picture": picture.title}
        if not picture.places:
            found.append(
                Lack(_("“%(picture)s” may no longer be shown.") % name, True, pk, "picture")
            )
        if picture.licence == Licence.UNKNOWN:
            found.append(
                Lack(_("“%(picture)s”: by what right is it shown?") % name, True, pk, "picture")
            )
        if not picture.credit:
            found.append(Lack(_("“%(picture)s”: who made it?") % name, False, pk, "picture"))
        if not picture.nobody and not picture.portraits.all():
            found.append(Lack(_("“%(picture)s”: who is to be seen?") % name, False, pk, "face"))
        if not (picture.alt_zh if page.language.startswith("zh") else picture.alt_en):
            found.append(
                Lack(
                    _("“%(picture)s” has no description in this language.") % name,
                    picture_id=pk,
                    about="picture",
                )
            )
    return found


def _beside(page: StoryPage, other: StoryPage | None) -> list[Lack]:
    """What the other language has and this one has not."""
    if other is None:
        return []
    mine, theirs = raw_blocks(page), raw_blocks(other)
    found = []
    for kind in dict.fromkeys(block["type"] for block in theirs):
        here = sum(block["type"] == kind for block in mine)
        there = sum(block["type"] == kind for block in theirs)
        if kind != "text" and here < there:
            label = page.body.stream_block.child_blocks[kind].label
            found.append(
                Lack(
                    _("%(here)s of %(there)s: %(kind)s")
                    % {"here": here, "there": there, "kind": label},
                    about="beside" if kind == "gallery" else "text",
                )
            )  # fmt: skip
    if other.cover_id and not page.cover_id:
        found.append(Lack(_("The other language has a cover."), about="beside"))
    if page.language == "en" and page.title == other.title and words_of(page) == words_of(other):
        found.insert(0, Lack(_("It is still in Chinese: write it over in English."), grave=True))
    return found
