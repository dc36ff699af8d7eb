"""A list of what was caught, of whichever kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


class Searchable(Protocol):
    """A store as the lists use it."""

    def newest(self) -> int: ...
    def total(self, text: str = "") -> int: ...
    def page(self, text: str = "", *, limit: int = 50, offset: int = 0) -> list[Any]: ...


class Search:
    """A search as Paginator wants it: counted and sliced by the store."""

    def __init__(self, store: Searchable, text: str) -> None:
        self._store, self._text = store, text

    def count(self) -> int:
        return self._store.total(self._text)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Any]:
        return self._store.page(self._text, limit=part.stop - part.start, offset=part.start)


@dataclass(frozen=True)
class Told:
    """The words and addresses of a list; ``clear`` and ``count`` by how many there are."""

    name: str
    clear_url: str
    newest_url: str
    search: str
    fresh: str
    nothing_found: str
    nothing_yet: str
    clear: Callable[[int], str]
    count: Callable[[int], str]


def found_page(
    request: HttpRequest,
    template: str,
    store: Searchable,
    told: Told,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Newest first, with a search; each line with its moment."""
    text = request.GET.get("q", "").strip()
    pages: Paginator[Any] = Paginator(Search(store, text), PER_PAGE)  # type: ignore[arg-type]
    page = pages.get_page(request.GET.get("page"))
    many = {"count": pages.count}
    context = {
        "page": page,
        "lines": [(one, dt.datetime.fromtimestamp(one.caught, dt.UTC)) for one in page.object_list],
        "q": text,
        "newest": store.newest(),
        "told": {
            "url": reverse(told.name),
            "clear_url": told.clear_url,
            "newest_url": told.newest_url,
            "search": told.search,
            "fresh": told.fresh,
            "nothing_found": told.nothing_found,
            "nothing_yet": told.nothing_yet,
            "clear": told.clear(pages.count) % many,
            "count": told.count(pages.count) % many,
        },
        **(extra or {}),
    }
    return render(request, template, context)
