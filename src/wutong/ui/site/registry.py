"""What rooms add to the public shell, and what of theirs everybody may find there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class SiteItem:
    """A public page in the head (``head``), the phone's bottom bar (``bar``), or both; what stands
    in the head stands in the foot as well, and some (``foot``) only there.

    ``path`` is without language prefix ("/", "/me/"); ``prefixed`` pages get /en/ in English.
    The bar shows at most four. ``audience``: some pages are only for those who are signed in, some
    (joining) only for those who are not.
    """

    label: _StrOrPromise
    icon: str
    path: str
    where: frozenset[Literal["head", "bar", "foot"]] = frozenset({"head", "bar"})
    prefixed: bool = True
    audience: Literal["everybody", "signed in", "visitors"] = "everybody"


site_items: Registry[SiteItem] = Registry("site items")

search_pages: Registry[str] = Registry("search pages")
"""The address, without language prefix, of the one page that searches the site."""


@dataclass(frozen=True)
class PublicText:
    """Something everybody may read, in one language.

    ``key`` is the same in every language ("organisation:12"); ``path`` has the language's prefix.
    ``names`` are found by their pinyin like names; ``topics`` are (slug, label) pairs; ``schema``
    is its type of schema.org where it is worth telling.
    """

    key: str
    language: str
    title: str
    path: str
    text: str = ""
    summary: str = ""
    author: str = ""
    names: tuple[str, ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    published_at: datetime | None = None
    changed_at: datetime | None = None
    picture: str = ""
    picture_alt: str = ""
    schema: str = ""


class Findable(Protocol):
    """A room's public things. ``keys`` asks for those alone; what is not public (any more) is
    simply not among the answers.
    """

    @property
    def label(self) -> _StrOrPromise:
        """What the area is called."""
        ...

    @property
    def icon(self) -> str:
        """Of the sprite."""
        ...

    def texts(self, keys: Collection[str] | None = None) -> Iterable[PublicText]:
        """All there is now, or those of ``keys``, in every language they have."""
        ...


findables: Registry[Findable] = Registry("findables")
"""By area: the name with which its room says that something changed."""

content_listeners: Registry[Callable[[str, Collection[str]], None]] = Registry("content listeners")
"""Told of an area and the keys that changed in it, in the transaction of the change."""


@dataclass(frozen=True)
class HomePart:
    """Something alive on the home page: ``context(request)`` or None where there is nothing.

    ``early`` parts stand before what the editor wrote, the others behind it. ``style`` is the
    static file that dresses it.
    """

    template: str
    context: Callable[[HttpRequest], Mapping[str, Any] | None]
    early: bool = False
    style: str = ""


home_parts: Registry[HomePart] = Registry("home parts")


@dataclass(frozen=True)
class PageMeta:
    """What search engines and messengers are told about a page besides its address.

    ``alternates`` are (language, path); None is "the same page in every language", as it is for
    pages that are translated as a whole. ``linked`` are objects of schema.org.
    """

    title: str = ""
    description: str = ""
    kind: str = "website"
    card: str = ""
    card_alt: str = ""
    alternates: Sequence[tuple[str, str]] | None = None
    published: date | None = None
    changed: date | None = None
    linked: tuple[Mapping[str, Any], ...] = field(default=())


describers: Registry[Callable[[HttpRequest], PageMeta | None]] = Registry("page describers")
"""Asked in turn for the page at a request's address; a page's own ``meta`` comes first."""


@dataclass(frozen=True)
class Feed:
    """A feed to be announced on every page: address without language prefix, type, title."""

    path: str
    content_type: str
    title: _StrOrPromise


feeds: Registry[Feed] = Registry("feeds")


section_feeds: Registry[str] = Registry("feeds of sections")
"""The address, with ``{slug}``, of the feed of one organisation's pages."""


def content_changed(area: str, *keys: str) -> None:
    """Say that public things of ``area`` changed, appeared or went: pages that show them are
    built anew, and what is found by ``keys`` (everything, without one) is read again. Call it in
    the transaction of the change.
    """
    from wutong.ui.site.cache.versions import page_changed  # noqa: PLC0415 - needs ready apps

    page_changed(area)
    for listener in content_listeners:
        listener(area, keys)
