"""One search for everything, and the commands of the palette."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.platform.access.public import can
from wutong.ui.office.navigation import entries
from wutong.ui.office.registry import SearchHit, search_sources
from wutong.ui.office.views import OfficeView

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User

LONGEST = 100


@dataclass(frozen=True)
class Group:
    """The hits of one source."""

    label: _StrOrPromise
    hits: list[SearchHit]
    all_url: str = ""


def pages_like(user: User, text: str, limit: int | None = None) -> list[SearchHit]:
    """Pages of the menu whose name contains ``text``; all of them without limit and text."""
    wanted = text.casefold()
    found = [
        SearchHit(str(entry.label), "", entry.url, entry.icon)
        for _group, _item, entry in entries(user)
        if wanted in str(entry.label).casefold() or wanted in entry.key
    ]
    return found[:limit]


def search_everything(user: User, text: str, *, limit: int) -> list[Group]:
    """What each source this user may ask finds, ``limit`` hits a source."""
    groups = []
    for source in sorted(search_sources.values(), key=lambda item: item.order):
        if can(user, source.permission):
            hits = list(source.search(user, text, limit))
            if hits:
                more = bool(source.list_url_name) and len(hits) == limit
                query = urlencode({"q": text})
                url = f"{reverse(source.list_url_name)}?{query}" if more else ""
                groups.append(Group(source.label, hits, url))
    return groups


class SearchView(OfficeView):
    """The page of the one search."""

    permission = "office.enter"
    template_name = "office/search.html"
    page_title = _("Search")

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Hits by source, ten each."""
        text = self.request.GET.get("q", "").strip()[:LONGEST]
        groups = search_everything(self.user, text, limit=10) if text else []
        if text:
            pages = pages_like(self.user, text, 5)
            groups += [Group(pgettext_lazy("search", "Pages"), pages)] if pages else []
        return super().get_context_data(top_query=text, groups=groups, **extra)


class CommandView(OfficeView):
    """The palette's answer: pages first, then what the sources know."""

    permission = "office.enter"
    template_name = "office/parts/commands.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Few hits, at once."""
        text = self.request.GET.get("q", "").strip()[:LONGEST]
        pages = pages_like(self.user, text, 8 if text else None)
        groups = [Group(_("Go to"), pages)] if pages else []
        if len(text) >= 1:
            groups += search_everything(self.user, text, limit=5)
        return super().get_context_data(groups=groups, text=text, **extra)
