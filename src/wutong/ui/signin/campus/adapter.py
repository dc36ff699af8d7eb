"""The one door behind every log-in of the university."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from wutong.kernel.actors import Actor
from wutong.platform.audit.public import record
from wutong.ui.signin.campus.identity import Identity, connect_identity, remember_identity
from wutong.ui.signin.campus.numbers import account_with_number
from wutong.ui.signin.registry import newcomers

if TYPE_CHECKING:
    from django.http import HttpRequest


class CampusDoor(DefaultSocialAccountAdapter):
    """Nobody gets an account by a log-in alone; who has one comes in by the usual steps."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Accounts come by invitation or by joining."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """An account that knows the log-in; a colleague's by staff number; else a newcomer."""
        self._check_nonce(request, sociallogin)
        identity: Identity = sociallogin.campus
        if sociallogin.is_existing:
            return
        user = account_with_number(identity.staff_no)
        if user is not None and connect_identity(
            user=user, provider=identity.provider, uid=identity.uid
        ):
            sociallogin.user = user
            record(
                actor=Actor.of(user),
                verb="signin.connected",
                subject=f"user:{user.pk}",
                subject_label=str(user),
                data={"provider": identity.provider},
            )
            return
        remember_identity(request, identity)
        room = next(iter(newcomers.values()), None)
        address = reverse(room.after_url_name if room else "account_login")
        raise ImmediateHttpResponse(HttpResponseRedirect(address))

    def _check_nonce(self, request: HttpRequest, sociallogin: Any) -> None:
        sent = sociallogin.state.get("nonce")
        came = getattr(sociallogin, "nonce", "")
        if sent is None and not hasattr(sociallogin, "nonce"):
            return  # CAS and WeChat have none
        if not sent or not secrets.compare_digest(str(sent), str(came)):
            self._refuse(request, sociallogin.account.provider, "nonce")

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """What went wrong stands in the audit trail; the visitor is told what to do."""
        del extra_context
        self._refuse(request, provider.id, str(exception or error or ""))

    def _refuse(self, request: HttpRequest, provider: str, why: str) -> None:
        record(
            actor=Actor.system("signin"),
            verb="signin.campus_failed",
            data={"provider": provider, "why": why[:200]},
        )
        page = render(request, "socialaccount/authentication_error.html", status=401)
        raise ImmediateHttpResponse(page)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Our services write their own mails."""

    def get_requests_session(self) -> Any:
        """With a limit of time, and our name."""
        session = super().get_requests_session()
        session.headers["User-Agent"] = "Wutong"
        return session

    def get_client_ip(self, request: HttpRequest) -> Any:
        """As throttling counts."""
        return get_account_adapter().get_client_ip(request)
