"""The pages at the door that are ours or that we add something to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.views import (
    LoginView,
    LogoutView,
    PasswordChangeView,
    PasswordResetFromKeyView,
)
from allauth.core import ratelimit
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from wutong.platform.access.public import is_staff
from wutong.platform.jobs.public import defer
from wutong.ui.signin import forms, selectors, services, tasks
from wutong.ui.signin.adapters import MEMBER, OFFICE
from wutong.ui.signin.campus.ways import ways_in
from wutong.ui.signin.demo import DEMO_LOGINS, DEMO_PASSWORD, demo_login
from wutong.ui.signin.middleware import FACTOR
from wutong.ui.signin.registry import newcomers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from wutong.platform.accounts.models import User


class OwnAccount:
    """A page about one's own account: where "back" leads, and whether a second factor is a must."""

    request: HttpRequest

    @property
    def owner(self) -> User:
        """Whoever is signed in."""
        return self.request.user  # type: ignore[return-value]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds ``home_address`` and ``second_factor_forced``."""
        staff = is_staff(self.request.user)
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context["home_address"] = OFFICE if staff else MEMBER
        context["second_factor_forced"] = staff and settings.SECOND_FACTOR_FORCED
        return context


class SignInView(LoginView):
    """E-mail and password; the second factor follows where there is one. Public.

    In the demo the page lists its accounts, and ``?as=director`` fills the form.
    """

    form_class = forms.SignInForm
    template_name = "account/login.html"

    def get_initial(self) -> dict[str, Any]:
        chosen = demo_login(self.request.GET.get("as", "")) if settings.DEMO else None
        return {"login": chosen.email} if chosen else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.update(ways=ways_in(self.request), newcomers=newcomers.values())
        if settings.DEMO:
            context.update(demo_logins=DEMO_LOGINS, demo_password=DEMO_PASSWORD)
        return context


class SignOutView(LogoutView):
    """Asks on GET, signs out on POST."""

    template_name = "account/logout.html"


@method_decorator([never_cache, csrf_protect], name="dispatch")
class ResetRequestView(FormView[forms.ResetRequestForm]):
    """Asks where to send the link; answers every address alike, in the same time.

    Public. Whether the address is known is looked up by a worker.
    """

    form_class = forms.ResetRequestForm
    template_name = "account/password_reset.html"
    success_url = reverse_lazy("account_reset_password_done")

    def form_valid(self, form: forms.ResetRequestForm) -> HttpResponse:
        email = form.cleaned_data["email"].strip().lower()
        refusal: HttpResponse | None = ratelimit.consume_or_429(
            self.request, action="reset_password", key=email
        )
        if refusal is not None:
            return refusal
        defer(tasks.send_password_reset, lane="priority", email=email)
        return super().form_valid(form)


class NewPasswordView(PasswordResetFromKeyView):
    """A new password after following the link. Public; the key is the permission."""

    form_class = forms.NewPasswordForm
    template_name = "account/password_reset_from_key.html"

    def form_valid(self, form: forms.NewPasswordForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        services.note_password_changed(user=self.reset_user, by_link=True)
        return response


class ChangePasswordView(OwnAccount, PasswordChangeView):
    """A new password in place of the present one. For whoever is signed in, for themselves."""

    form_class = forms.PasswordChangeForm
    template_name = "account/password_change.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: forms.PasswordChangeForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        services.note_password_changed(user=self.owner, by_link=False)
        return response


class ActivateView(OwnAccount, ActivateTOTPView):
    """Sets up an authenticator app. For whoever is signed in, for themselves."""

    form_class = forms.ActivateForm
    template_name = "mfa/totp/activate_form.html"

    def form_valid(self, form: forms.ActivateForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session[FACTOR] = "used"
        services.note_factor(user=self.owner, added=True)
        return response


class DeactivateView(OwnAccount, DeactivateTOTPView):
    """Removes the authenticator app. For whoever is signed in, for themselves."""

    template_name = "mfa/totp/deactivate_form.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session[FACTOR] = "none"
        services.note_factor(user=self.owner, added=False)
        return response


class SecurityView(OwnAccount, IndexView):
    """How somebody's own account is entered."""

    template_name = "mfa/index.html"


class CodesView(OwnAccount, ViewRecoveryCodesView):
    """The unused recovery codes of whoever is signed in."""

    template_name = "mfa/recovery_codes/index.html"


@method_decorator(
    [never_cache, csrf_protect, sensitive_post_parameters("password")], name="dispatch"
)
class InvitationView(FormView[forms.InvitationForm]):
    """Chooses name and password for an account somebody was invited to.

    Public; the signed link is the permission. Opening it changes nothing.
    """

    form_class = forms.InvitationForm
    template_name = "signin/invitation.html"
    success_url = reverse_lazy("account_login")
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = selectors.invited_user(kwargs["token"])
        if user is None:
            return render(request, "signin/invitation_over.html", status=410)
        self.user = user
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"display_name": self.user.display_name}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roles = selectors.held_roles(self.user)
        return super().get_context_data(invited=self.user, roles=roles, **kwargs)

    def form_valid(self, form: forms.InvitationForm) -> HttpResponse:
        services.accept_invitation(
            user=self.user,
            display_name=form.cleaned_data["display_name"],
            password=form.cleaned_data["password"],
        )
        return render(self.request, "signin/invitation_done.html", {"invited": self.user})


def no_sign_up(_request: HttpRequest) -> HttpResponse:
    """Nobody makes an account by themselves; the sign-in page says how one comes by it."""
    return HttpResponseRedirect(reverse_lazy("account_login"))
