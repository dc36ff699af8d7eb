"""Every other password door leads to ours.

Wagtail (and whatever is installed later) brings log-in and password pages of its own, which know
nothing of the second factor and of throttling. The rooms that include such addresses put these
views in front of them. A POST is answered by a redirect too: what was typed is never looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def to_sign_in(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """To our sign-in, keeping where the visitor wanted to go."""
    wanted = request.GET.get("next", "") or request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    if wanted and safe:
        return redirect_to_login(wanted, reverse("account_login"))
    return HttpResponseRedirect(reverse("account_login"))


def sign_in_or_refuse(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """To our sign-in; whoever is signed in already may not enter, and another try changes nothing.

    Sending them on to sign-in would send them back here for ever.
    """
    if request.method == "GET" and request.user.is_authenticated:
        raise PermissionDenied
    return to_sign_in(request)


def to_password_reset(_request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """To our password reset."""
    return HttpResponseRedirect(reverse("account_reset_password"))


def to_security(_request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """To the page where somebody looks after their own account."""
    return HttpResponseRedirect(reverse("mfa_index"))


def to_staff(_request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """To the office's list of accounts."""
    return HttpResponseRedirect(reverse("office:users-list"))


def sign_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Sign out on POST; a GET asks first, on our page."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("account_logout"))
    logout(request)
    return HttpResponseRedirect("/")
