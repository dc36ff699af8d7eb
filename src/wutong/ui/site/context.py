"""The public shell's navigation, for every public template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from wutong.ui.site.meta import prefix
from wutong.ui.site.registry import search_pages, site_items

if TYPE_CHECKING:
    from django.http import HttpRequest

BAR = 4


def site(request: HttpRequest) -> dict[str, Any]:
    """``site_menu`` and ``site_bar``: label, icon, address, whether it is this page."""
    return {
        "site_menu": SimpleLazyObject(lambda: _items(request, "head")),
        "site_foot": SimpleLazyObject(lambda: _items(request, "head", "foot")),
        "site_bar": SimpleLazyObject(lambda: _items(request, "bar")[:BAR]),
        "site_search": SimpleLazyObject(lambda: search_address() or ""),
        "site_known": settings.SESSION_COOKIE_NAME in request.COOKIES,
    }


def search_address() -> str:
    """Where the site is searched, where a room does that."""
    return f"{prefix()}{search_pages.values()[0]}" if len(search_pages) else ""


def _items(request: HttpRequest, *where: str) -> list[dict[str, Any]]:
    known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
    hidden_from = "visitors" if known else "signed in"
    start, found = prefix(), []
    for item in site_items.values():
        if not item.where.intersection(where) or item.audience == hidden_from:
            continue
        url = f"{start}{item.path}" if item.prefixed else item.path
        here = request.path == url if item.path == "/" else request.path.startswith(url)
        found.append({"label": item.label, "icon": item.icon, "url": url, "current": here})
    return found
