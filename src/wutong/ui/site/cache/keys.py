"""Which requests may be answered from kept pages, and under which key.

Nothing personal gets here: a request with a session, a message waiting in a cookie, an
authorisation or a cookie of a personal link is none of the cache's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import DisallowedHost

from wutong.ui.design.preferences import COOKIE as LOOK
from wutong.ui.design.preferences import appearance_of

if TYPE_CHECKING:
    from django.http import HttpRequest

OWN = "wutong_"
HARMLESS = frozenset({LOOK, settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME})
PERSONAL = frozenset({settings.SESSION_COOKIE_NAME, "messages"})
# Put behind an address by whoever passes it on; they say nothing about what the page shows.
NOISE = frozenset(
    {
        "from", "isappinstalled", "scene", "clicktime", "enterid", "sessionid_wx", "nsukey",
        "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "spm",
    }
)  # fmt: skip
LONGEST_PATH = 300
OTHERWISE = {"HTTP_AUTHORIZATION", "HTTP_HX_REQUEST"}
"""Headers that ask for something else than the page."""

Key = tuple[str, str, str, str, str]


def key_of(request: HttpRequest) -> Key | None:
    """The key of a request for a public page, or None when it must go to the house itself."""
    meta = request.META
    if not settings.PAGE_CACHE or request.method not in {"GET", "HEAD"}:
        return None
    if OTHERWISE & meta.keys() or len(request.path_info) > LONGEST_PATH:
        return None
    look = ""
    if "HTTP_COOKIE" in meta:
        if personal(request):
            return None
        look = str(appearance_of(request))
    page = _page(meta.get("QUERY_STRING", ""))
    host = _host(request)
    if page is None or host is None:
        return None
    return (request.scheme or "http", host, request.path_info, page, look)


def _host(request: HttpRequest) -> str | None:
    try:
        return request.get_host()
    except DisallowedHost:
        return None


def personal(request: HttpRequest) -> bool:
    """Whether a cookie could make the answer somebody's own."""
    return any(
        name in PERSONAL or (name.startswith(OWN) and name not in HARMLESS)
        for name in request.COOKIES
    )


def _page(query: str) -> str | None:
    """What the query asks of a page that is kept: "" or a number; None for anything else."""
    if not query:
        return ""
    asked = [(name, value) for name, value in parse_qsl(query, True) if name not in NOISE]
    if not asked:
        return ""
    name, value = asked[0]
    fits = len(asked) == 1 and name == "page" and value.isascii() and value.isdecimal()
    return value if fits and len(value) <= 4 else None


def is_plain(request: HttpRequest) -> bool:
    """Whether the address holds nothing that a kept page must not repeat to others."""
    query = request.META.get("QUERY_STRING", "")
    return not query or query == f"page={_page(query)}"
