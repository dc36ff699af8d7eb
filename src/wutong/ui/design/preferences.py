"""How a visitor wants pages to look: the account's wish, or a cookie without an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

THEMES = ("system", "light", "dark")
DENSITIES = ("regular", "compact")
COOKIE = "wutong_look"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Appearance:
    """``theme`` (system, light, dark) and ``density`` (regular, compact)."""

    theme: str = THEMES[0]
    density: str = DENSITIES[0]

    def __str__(self) -> str:
        return f"{self.theme}.{self.density}"


def appearance_of(request: HttpRequest) -> Appearance:
    """The wish of the signed-in user, else of the cookie; asks no session where none is."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            return Appearance(user.theme, user.density)
    theme, _, density = request.COOKIES.get(COOKIE, "").partition(".")
    return Appearance(
        theme if theme in THEMES else THEMES[0],
        density if density in DENSITIES else DENSITIES[0],
    )


def remember_appearance(response: HttpResponseBase, appearance: Appearance) -> None:
    """Keep the wish on this device for a year."""
    response.set_cookie(
        COOKIE,
        str(appearance),
        max_age=YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
