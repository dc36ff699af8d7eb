"""Choosing a language and a look; the choice stays with the account, or on the device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from wutong.ui.design.preferences import (
    DENSITIES,
    THEMES,
    Appearance,
    appearance_of,
    remember_appearance,
)

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

YEAR = 365 * 24 * 3600
CODES = frozenset(code for code, _ in settings.LANGUAGES)


def next_address(request: HttpRequest, wished: str, fallback: str = "/") -> str:
    """``wished`` if it stays on this site, else ``fallback``."""
    safe = url_has_allowed_host_and_scheme(
        wished, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wished if safe else fallback


@require_safe
def choose_language(request: HttpRequest) -> HttpResponseRedirect:
    """Remember a language on this device (and for the account), then back to the page."""
    code = request.GET.get("to", "")
    target = next_address(request, request.GET.get("next", "/"))
    if code not in CODES:
        return HttpResponseRedirect(target)
    response = HttpResponseRedirect(translate_url(target, code))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax")
    _keep(request, language=code)
    return response


@csrf_exempt  # pages for everybody hold no token: the browser's own word for where it comes from
@require_POST
def choose_appearance(request: HttpRequest) -> HttpResponseBase:
    """Light, dark or as the device; roomy or dense. Changes nothing else."""
    if not _from_here(request):
        refused = CsrfViewMiddleware(_never).process_view(request, _never, (), {})
        if refused is not None:
            return refused
    now = appearance_of(request)
    theme = request.POST.get("theme", now.theme)
    density = request.POST.get("density", now.density)
    chosen = Appearance(
        theme if theme in THEMES else now.theme, density if density in DENSITIES else now.density
    )
    response = HttpResponseRedirect(next_address(request, request.POST.get("next", "/")))
    remember_appearance(response, chosen)
    _keep(request, theme=chosen.theme, density=chosen.density)
    return response


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent the form."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _never(request: HttpRequest) -> HttpResponseBase:
    """A view without exemption, for the token to be asked for."""
    return HttpResponseRedirect("/")


def _keep(request: HttpRequest, **wishes: str) -> None:
    """The account's own wishes; a look is not worth a line in the audit trail."""
    user = request.user
    if user.is_authenticated:
        for name, value in wishes.items():
            setattr(user, name, value)
        user.save(update_fields=list(wishes))
