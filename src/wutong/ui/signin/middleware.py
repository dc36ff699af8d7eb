"""What is checked on every request of somebody signed in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from wutong.platform.access.public import is_staff

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

#: Where somebody without a full sign-in may be: the door itself, and what needs no account.
OPEN = ("/sign-in/", "/static/", "/media/", "/a/", "/u/", "/healthz", "/readyz")

SEEN = "signin_seen"
FACTOR = "signin_second_factor"

#: The time of the last request is written at most this often (seconds).
GRANULARITY = 60


class DoorkeeperMiddleware:
    """Idle sessions of staff end; who has a second factor has used it; who must have one sets it up.

    The second rule is a belt beside the braces: every password door leads through our sign-in, and
    a session that came another way is closed here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(OPEN) and request.user.is_authenticated:
            refusal = self._refusal(request)
            if refusal is not None:
                return refusal
        return self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        staff = is_staff(request.user)
        if staff and _idle_too_long(request):
            logout(request)
            messages.info(
                request,
                _("You were away for a while, so we signed you out. Please sign in again."),
            )
            return _redirect(request, redirect_to_login(_here(request)).url)
        factor = _second_factor(request)
        if factor == "missing":
            logout(request)
            return _redirect(request, redirect_to_login(_here(request)).url)
        if factor == "none" and staff and settings.SECOND_FACTOR_FORCED:
            return _redirect(request, reverse("mfa_activate_totp"))
        return None


def _second_factor(request: HttpRequest) -> str:
    """``used``, ``none`` (the account has none), or ``missing`` (it has one that was not asked).

    Setting one up writes ``used`` (views.ActivateView); the answer is kept in the session so that
    a request costs no query for it.
    """
    known: str = request.session.get(FACTOR, "")
    if known == "used" or (known == "none" and not settings.SECOND_FACTOR_FORCED):
        return known
    records = get_authentication_records(request, request.user)
    if any(entry.get("method") == "mfa" for entry in records):
        found = "used"
    elif is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        found = "missing"
    else:
        found = "none"
    if found != known:
        request.session[FACTOR] = found
    return found


def _idle_too_long(request: HttpRequest) -> bool:
    now = int(time.time())
    seen = request.session.get(SEEN)
    if seen is not None and now - seen > settings.STAFF_IDLE_MINUTES * 60:
        return True
    if (seen is None or now - seen >= GRANULARITY) and not _polling(request):
        request.session[SEEN] = now
    return False


def _polling(request: HttpRequest) -> bool:
    """A page that asks for progress by itself does not count as somebody being there."""
    return request.headers.get("HX-Request") == "true" and "/progress/" in request.path_info


def _here(request: HttpRequest) -> str:
    asked = request.headers.get("HX-Current-URL") if request.headers.get("HX-Request") else None
    if asked:
        return asked.removeprefix(f"{request.scheme}://{request.get_host()}")
    return request.get_full_path() if request.method == "GET" else "/"


def _redirect(request: HttpRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)
