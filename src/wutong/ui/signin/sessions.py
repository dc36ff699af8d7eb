"""Opening a session for somebody whom another room has recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponseRedirect
from django.urls import reverse

from wutong.platform.access.public import is_staff
from wutong.ui.signin.services import note_password_changed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from wutong.platform.accounts.models import User


def open_session(request: HttpRequest, user: User, *, way: str, to: str) -> HttpResponse:
    """Sign ``user`` in by the usual steps: closed accounts stay out, a second factor that was set
    up is asked for, the audit trail has the way. An account that works in the office is never
    opened by a code or a link.
    """
    if is_staff(user):
        return HttpResponseRedirect(reverse("account_login"))
    record_authentication(request, user, way)
    response: HttpResponse = perform_login(
        request, user, email_verification="none", redirect_url=to
    )
    return response


def choose_first_password(request: HttpRequest, password: str) -> None:
    """The password of an account that had none; the session goes on. Refuses to replace one."""
    user: User = request.user  # type: ignore[assignment]
    if user.has_usable_password():
        return
    user.set_password(password)
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    note_password_changed(user=user, by_link=False)
