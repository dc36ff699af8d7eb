"""After a log-in no account knew, and then a sign-in: join the two? Asked, never done silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import View

from wutong.kernel import masking
from wutong.kernel.actors import Actor
from wutong.platform.access.public import is_staff
from wutong.platform.audit.public import record
from wutong.ui.signin.adapters import MEMBER, OFFICE
from wutong.ui.signin.campus.identity import connect_identity, forget_identity, pending_identity

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class ConnectView(LoginRequiredMixin, View):
    """Shows the waiting log-in; a POST joins it to the account that is signed in, or drops it."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The question; without a waiting log-in, home."""
        identity = pending_identity(request)
        if identity is None:
            return self.home(request)
        context = {"identity": identity, "masked": masking.name(identity.name)}
        return render(request, "signin/campus/connect.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Yes or no."""
        identity = pending_identity(request)
        forget_identity(request)
        if identity is None or request.POST.get("do") != "connect":
            return self.home(request)
        assert request.user.is_authenticated
        user = request.user
        if connect_identity(user=user, provider=identity.provider, uid=identity.uid):
            record(
                actor=Actor.of(user),
                verb="signin.connected",
                subject=f"user:{user.pk}",
                subject_label=str(user),
                data={"provider": identity.provider},
            )
            messages.success(request, _("From now on this log-in brings you here."))
        else:
            messages.error(request, _("This log-in belongs to another account."))
        return self.home(request)

    def home(self, request: HttpRequest) -> HttpResponse:
        """The office, or one's own page."""
        return HttpResponseRedirect(OFFICE if is_staff(request.user) else MEMBER)
