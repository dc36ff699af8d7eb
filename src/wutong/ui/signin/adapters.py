"""How django-allauth meets the house: words, ways, keys."""

from __future__ import annotations

import base64
import time
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wutong.kernel.actors import Actor
from wutong.platform.access.public import is_staff
from wutong.platform.audit.public import record
from wutong.ui.signin import throttle
from wutong.ui.signin.campus.identity import pending_identity
from wutong.ui.signin.campus.sealed import is_sealed, note_use

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from wutong.platform.accounts.models import User

OFFICE = "/office/"
MEMBER = "/me/"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in with our words; nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account has been closed. Please ask the alumni office."),
        "email_password_mismatch": _(
            "E-mail and password do not belong together. Please check both and try again."
        ),
        "incorrect_password": _("This is not your password. Please try again."),
        "enter_current_password": _("This is not your present password. Please try again."),
        "incorrect_code": _("This code does not fit. Please use the one shown right now."),
        "too_many_login_attempts": _("Too many attempts. Please wait a while and try again."),
        "rate_limited": _("Too many attempts. Please wait a while and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come by invitation."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff begin in the office, alumni on their own page."""
        return OFFICE if is_staff(request.user) else MEMBER

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that throttling counts, behind trusted proxies too."""
        return throttle.client_address(request)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Where colleagues come by the university's log-in only, a password opens the sealed
        account and nobody else's.
        """
        refusal: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if refusal is not None or not settings.STAFF_BY_CAMPUS_ONLY or not is_staff(user):
            return refusal
        ways = [entry["method"] for entry in get_authentication_records(request, user)]
        if "socialaccount" in ways or is_sealed(user):
            return None
        clear_login(request)
        messages.error(request, _("Colleagues sign in through the university's log-in."))
        return HttpResponseRedirect(reverse("account_login"))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """A sign-in is an entry in the audit trail, with the ways it was proven."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        ways = [entry["method"] for entry in get_authentication_records(request, user)]
        record(actor=Actor.of(user), verb="signin.succeeded", data={"ways": ways})
        note_use(user)
        if pending_identity(request) is not None:
            return HttpResponseRedirect(reverse("signin-connect"))
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago is not asked again."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page that follows shows what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Our services write their own mails."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are kept encrypted; keys rotate with ``WUTONG_KEYS``."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Please use the one shown right now."),
    }

    def get_totp_issuer(self) -> str:
        """The name that the authenticator app shows."""
        name = "name_zh" if (get_language() or "").startswith("zh") else "name_en"
        return str(settings.UNIVERSITY[name])

    def encrypt(self, text: str) -> str:
        """``text`` under the first key."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again, whichever of the keys it was written with."""
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def send_notification_mail(self, event: str, user: User, *args: Any, **kwargs: Any) -> None:
        """The change stands in the audit trail; the mail is our own (services)."""


def _fernet() -> MultiFernet:
    keys = (sha256(f"signin.totp:{key}".encode()).digest() for key in settings.WUTONG_KEYS)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
