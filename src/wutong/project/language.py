"""Which language a request is answered in.

Public pages carry it in the path (Chinese at ``/``, English at ``/en/``). Everything else (the
office, sign-in, links from messages) follows ``?lang=``, the account's preference, the cookie,
then the browser, in this order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

UNPREFIXED = (
    "/office",
    "/newsroom",
    "/sign-in",
    "/join",
    "/me",
    "/a/",
    "/u/",
    "/verify",
    "/api/",
    "/gate",
    "/G/",
    "/letter/",
    "/p/",
    "/style",
)
CODES = frozenset(code for code, _ in settings.LANGUAGES)


def in_path(path: str) -> bool:
    """Whether the address itself says the language."""
    return not path.startswith(UNPREFIXED)


class LanguageMiddleware(LocaleMiddleware):
    """Django's, except that unprefixed parts do not fall back to the default language."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of the address, or of the visitor where it has none."""
        if in_path(request.path_info):
            super().process_request(request)
            return
        asked = request.GET.get("lang", "")
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        chosen = next((code for code in (asked, cookie) if code in CODES), None)
        translation.activate(chosen or translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()


class PreferenceMiddleware:
    """In the unprefixed parts, a signed-in user's preference wins over cookie and browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not in_path(request.path_info) and request.GET.get("lang", "") not in CODES:
            preferred = getattr(request.user, "language", "")
            if preferred in CODES:
                translation.activate(preferred)
                request.LANGUAGE_CODE = preferred
        return self.get_response(request)
