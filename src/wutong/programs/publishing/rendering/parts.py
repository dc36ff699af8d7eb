"""A story with everything it names looked up: one look for pictures, people and links together.

Every rendering (page, letter, WeChat, journal, text message) is made of these parts, so that what
may not be shown is left out in one place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wutong.core.organisations.models import Organisation
from wutong.programs.publishing.enums import Place
from wutong.programs.publishing.models import BasePage, Picture, Profile, StoryPage
from wutong.programs.publishing.registry import openers
from wutong.programs.publishing.rendering.texts import addressed, clean, pages_linked, plain
from wutong.programs.publishing.rendering.videos import video_of
from wutong.programs.publishing.story_blocks import values_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LARGE, MIDDLE, SMALL, LETTER = (
    "width-1440|format-jpeg", "width-880|format-jpeg", "fill-440x330|format-jpeg",
    "width-1072|format-jpeg",
)  # fmt: skip
SPECS: dict[str, tuple[str, ...]] = {
    Place.SITE: (LARGE, MIDDLE, SMALL),
    Place.MAIL: (LETTER,),
    Place.WECHAT: (LETTER,),
    Place.JOURNAL: (LARGE,),
}


@dataclass(frozen=True)
class Shot:
    """A picture as it is shown: one rendition of each size, words for who cannot see it."""

    picture: Picture
    alt: str
    caption: str = ""

    @property
    def credit(self) -> str:
        """Who made it."""
        return str(self.picture.credit)

    def _sized(self, spec: str) -> Any:
        # Wagtail would write each into its cache at every look.
        for one in getattr(self.picture, "prefetched_renditions", ()):
            if one.filter_spec == spec:
                return one
        return self.picture.get_rendition(spec)

    @property
    def large(self) -> Any:
        """Across the page."""
        return self._sized(LARGE)

    @property
    def middle(self) -> Any:
        """Within the text, or on a phone."""
        return self._sized(MIDDLE)

    @property
    def small(self) -> Any:
        """In a gallery or a list."""
        return self._sized(SMALL)

    @property
    def letter(self) -> Any:
        """In a letter or on WeChat."""
        return self._sized(LETTER)


@dataclass(frozen=True)
class Part:
    """One block of a story: its kind and what it holds, resolved."""

    kind: str
    holds: Mapping[str, Any]

    @property
    def template(self) -> str:
        """How the site shows it."""
        return f"publishing/story/{self.kind}.html"


@dataclass(frozen=True)
class Sheet:
    """A story ready to be rendered for one place."""

    page: StoryPage
    place: str
    cover: Shot | None
    parts: tuple[Part, ...] = ()
    has_film: bool = False
    left_out: tuple[int, ...] = field(default=())


def raw_blocks(page: StoryPage) -> list[dict[str, Any]]:
    """The body as it is kept, block by block; nothing is looked up."""
    return [
        {"type": one["type"], "value": one["value"]}
        for one in page.body.get_prep_value()
        if one.get("value")
    ]


def _items(value: Any) -> list[dict[str, Any]]:
    """The values of a list block, in either of Wagtail's forms."""
    return [one["value"] if set(one) >= {"type", "value"} else one for one in value or []]


def picture_ids(page: StoryPage) -> list[int]:
    """Every picture a story shows, cover first, each once."""
    found: dict[int, None] = {}
    if page.cover_id:
        found[page.cover_id] = None
    for block in raw_blocks(page):
        value = block["value"]
        if block["type"] == "gallery":
            found |= {one["picture"]: None for one in _items(value.get("pictures")) if one.get("picture")}  # fmt: skip
        elif block["type"] == "video" and value.get("poster"):
            found[value["poster"]] = None
    return list(found)


def pictures_of(ids: Iterable[int], place: str) -> dict[int, Picture]:
    """Those of the pictures that may stand at ``place``, sizes with them: two queries."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = Picture.objects.filter(pk__in=wanted, places__contains=[place])
    return {row.pk: row for row in rows.prefetch_renditions(*SPECS[place])}


def shot_of(picture: Picture | None, language: str, caption: str = "") -> Shot | None:
    """With its description in the language of the story, else in the other."""
    if picture is None:
        return None
    pair = (picture.alt_zh, picture.alt_en)
    first, other = pair if language.startswith("zh") else pair[::-1]
    return Shot(picture, first or other or caption, caption)


@dataclass
class _Found:
    language: str
    pictures: Mapping[int, Picture]
    pages: Mapping[int, str]
    profiles: Mapping[int, Profile]
    organisations: Mapping[int, Organisation]
    opens: dict[str, Mapping[int, str]] = field(default_factory=dict)

    def shot(self, pk: Any, caption: str = "") -> Shot | None:
        return shot_of(self.pictures.get(pk), self.language, caption) if pk else None

    def word(self, row: Any, name: str) -> str:
        pair = (getattr(row, f"{name}_zh", ""), getattr(row, f"{name}_en", ""))
        first, other = pair if self.language.startswith("zh") else pair[::-1]
        return str(first or other)


def _ids(blocks: Iterable[dict[str, Any]], kind: str) -> set[int]:
    return {one["value"][kind] for one in blocks if one["type"] == kind and one["value"].get(kind)}


def _look_up(page: StoryPage, blocks: list[dict[str, Any]], place: str) -> _Found:
    linked = pages_linked(one["value"] for one in blocks if one["type"] == "text")
    pages = {}
    if linked:
        rows = BasePage.objects.filter(pk__in=linked, live=True).select_related("locale")
        pages = {row.pk: addressed(row) for row in rows}
    people, bodies = _ids(blocks, "person"), _ids(blocks, "organisation")
    found = _Found(
        page.language,
        pictures_of(picture_ids(page), place),
        pages,
        Profile.objects.in_bulk(people) if people else {},
        Organisation.objects.in_bulk(bodies) if bodies else {},
    )
    known = {row.person_id for row in found.profiles.values() if row.person_id}
    for kind, ids in (("person", known), ("organisation", set(found.organisations))):
        opener = openers.find(kind)
        found.opens[kind] = opener(ids) if opener and ids else {}
    return found


def sheet_of(page: StoryPage, place: str = Place.SITE) -> Sheet:
    """The story for one place; what may not stand there is left out."""
    blocks = raw_blocks(page)
    found = _look_up(page, blocks, place)
    parts = []
    for block in blocks:
        holds = _HOLDS[block["type"]](block["value"], found) if block["type"] in _HOLDS else None
        if holds is not None:
            parts.append(Part(block["type"], holds))
    missing = tuple(pk for pk in picture_ids(page) if pk not in found.pictures)
    return Sheet(
        page,
        place,
        found.shot(page.cover_id),
        tuple(parts),
        any(part.kind == "video" for part in parts),
        missing,
    )


def _text(value: Any, found: _Found) -> dict[str, Any] | None:
    html = clean(str(value), found.pages)
    return {"html": html, "plain": plain(html)} if plain(html) else None


def _gallery(value: Any, found: _Found) -> dict[str, Any] | None:
    shots = [
        shot
        for one in _items(value.get("pictures"))
        if (shot := found.shot(one.get("picture"), one.get("caption") or ""))
    ]
    return {"title": value.get("title") or "", "shots": shots} if shots else None


def _video(value: Any, found: _Found) -> dict[str, Any] | None:
    film = video_of(value.get("address") or "")
    if film is None:
        return None
    return {"title": value.get("title") or "", "film": film, "poster": found.shot(value.get("poster"))}  # fmt: skip


def _safe_address(address: Any) -> str:
    text = str(address or "").strip()
    return text if text.lower().startswith(("https://", "http://")) else ""


def _quote(value: Any, _found: _Found) -> dict[str, Any]:
    return {
        "text": value.get("text") or "",
        "who": value.get("who") or "",
        "source": value.get("source") or "",
        "address": _safe_address(value.get("address")),
    }


def _timeline(value: Any, _found: _Found) -> dict[str, Any] | None:
    points = _items(value.get("points"))
    return {"title": value.get("title") or "", "points": points} if points else None


def _chart(value: Any, _found: _Found) -> dict[str, Any] | None:
    try:
        values = values_in(value.get("values") or "")
    except ValueError:
        return None
    if not values:
        return None
    return {
        "title": value.get("title") or "",
        "kind": value.get("kind") or "bar",
        "unit": value.get("unit") or "",
        "note": value.get("note") or "",
        "values": values,
        "most": max(number for _label, number in values),
    }


def _person(value: Any, found: _Found) -> dict[str, Any] | None:
    row = found.profiles.get(value.get("person") or 0)
    if row is None:
        return None
    return {
        "name": found.word(row, "name"),
        "line": found.word(row, "line"),
        "words": value.get("words") or "",
        "address": found.opens["person"].get(row.person_id or 0, ""),
    }


def _organisation(value: Any, found: _Found) -> dict[str, Any] | None:
    row = found.organisations.get(value.get("organisation") or 0)
    if row is None:
        return None
    return {
        "name": found.word(row, "name"),
        "words": value.get("words") or "",
        "address": found.opens["organisation"].get(row.pk, ""),
    }


_HOLDS = {
    "text": _text, "gallery": _gallery, "video": _video, "quote": _quote, "timeline": _timeline,
    "chart": _chart, "person": _person, "organisation": _organisation,
}  # fmt: skip
