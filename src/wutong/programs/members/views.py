"""The member's own pages. Each starts from the signed-in account; there is no id in any address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from wutong.core.consent.enums import Channel
from wutong.core.consent.public import preference_sheet
from wutong.platform.access.public import can
from wutong.programs.members import selectors, services

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from wutong.core.people.models import Person
    from wutong.platform.accounts.models import User


class MemberView(LoginRequiredMixin, View):
    """For whoever is signed in and is a person on record; others are told what to do."""

    @property
    def member(self) -> User:
        """The signed-in account."""
        return self.request.user  # type: ignore[return-value]

    @cached_property
    def person(self) -> Person | None:
        """The person behind the account."""
        return selectors.own_person(self.member)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nobody's record stays in a cache; who is nobody's record gets the page for that."""
        if request.user.is_authenticated and self.person is None:
            response: HttpResponseBase = render(
                request,
                "members/no_record.html",
                {"enters_office": can(request.user, "office.enter")},
            )
        else:
            response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response


class HomeView(MemberView):
    """My record, my years since, what I receive, who looked."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        """With contact points masked."""
        return self.page(shown=False)

    def post(self, request: HttpRequest) -> HttpResponse:
        """With contact points in full: asked for, so that a glance over the shoulder is none."""
        return self.page(shown=request.POST.get("show") == "contacts")

    def page(self, *, shown: bool) -> HttpResponse:
        """The page."""
        person = self.person
        assert person is not None
        return render(
            self.request,
            "members/home.html",
            {
                "person": person,
                "studies": selectors.studies(person),
                "work": selectors.work(person),
                "contacts": selectors.contacts(person, shown=shown),
                "shown": shown,
                "events": selectors.events(person, self.member),
                "sheet": preference_sheet(person.pk, Channel.EMAIL),
                "looks": selectors.looks(person),
                "kept": selectors.kept(person),
                "sources": selectors.sources(person),
            },
        )


class WishesView(MemberView):
    """What I receive by e-mail (POST only, back to the page)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take over the ticks exactly as they are."""
        person = self.person
        assert person is not None
        changed = services.choose_topics(
            user=self.member, person_id=person.pk, wanted=request.POST.getlist("topics")
        )
        if changed:
            messages.success(request, _("Kept. It holds from the next message on."))
        else:
            messages.info(request, _("Nothing has changed."))
        return HttpResponseRedirect(f"{reverse('members-home')}#wishes")
