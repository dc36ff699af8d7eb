"""Who is counted when a password is wrong, and what is said when it was wrong too often.

An account and an address are counted together: by account alone anybody could lock out the
director, by address alone one person could lock out an office behind one router. Unknown accounts
are counted and answered like known ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse


def attempted_account(request: HttpRequest | None, credentials: Mapping[str, Any] | None) -> str:
    """The account that is being tried, as it is written in the database."""
    given = credentials or {}
    name = given.get("email") or given.get("login") or given.get("username")
    if not name and request is not None:
        name = request.POST.get("login") or request.POST.get("email")
    if not name and request is not None and request.user.is_authenticated:
        name = request.user.email
    return str(name or "").strip().lower()


def client_address(request: HttpRequest) -> str:
    """The visitor's address; behind ``TRUSTED_PROXIES`` proxies the one the outermost saw."""
    proxies: int = settings.TRUSTED_PROXIES
    forwarded = [
        part.strip()
        for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if part.strip()
    ]
    if proxies and len(forwarded) >= proxies:
        return str(forwarded[-proxies])
    return str(request.META.get("REMOTE_ADDR", "") or "0.0.0.0")  # noqa: S104 - a placeholder


def refuse(
    request: HttpRequest,
    _original_response: HttpResponse | None = None,
    _credentials: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page after too many attempts: how long to wait, what else to do."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    response = render(request, "signin/locked.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response
