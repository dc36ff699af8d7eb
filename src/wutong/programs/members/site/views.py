"""The member's own pages. Each starts from the signed-in account; there is no id in any address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.core.consent.enums import Channel
from wutong.core.consent.public import preference_sheet
from wutong.programs.members.selectors import record as selectors
from wutong.programs.members.selectors.ahead import coming_for, find_coming
from wutong.programs.members.selectors.cards import card_face, is_alumnus, standing_card
from wutong.programs.members.services import accounts as services
from wutong.programs.members.site.base import MemberView

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


ON_HOME = 5


class HomeView(MemberView):
    """What is coming, my record, my years since, what I receive, who looked."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        """With contact points masked."""
        return self.page(shown=False)

    def post(self, request: HttpRequest) -> HttpResponse:
        """With contact points in full: asked for, so that a glance over the shoulder is none."""
        return self.page(shown=request.POST.get("show") == "contacts")

    def page(self, *, shown: bool) -> HttpResponse:
        """The page."""
        person = self.person
        card = standing_card(person.pk)
        coming = coming_for(person.pk)
        return render(
            self.request,
            "members/home.html",
            {
                "person": person,
                "face": card_face(card) if card else None,
                "coming": coming[:ON_HOME],
                "coming_in_all": len(coming),
                "may_have_card": card is None and is_alumnus(person),
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


class ComingView(MemberView):
    """Everything that is coming, in full; a button that leads on is pressed, never fetched."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """All of it."""
        return render(request, "members/coming.html", {"coming": coming_for(self.person.pk)})

    def post(self, request: HttpRequest) -> HttpResponse:
        """On to where ``go`` leads; what no longer stands leads back to the list."""
        found = find_coming(self.person.pk, request.POST.get("go", ""))
        if found is None or found.start is None:
            messages.info(request, _("That is settled already."))
            return HttpResponseRedirect(reverse("members-coming"))
        return HttpResponseRedirect(found.start(self.actor).removeprefix(settings.SITE_URL))


class WishesView(MemberView):
    """What I receive by e-mail (POST only, back to the page)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take over the ticks exactly as they are."""
        person = self.person
        changed = services.choose_topics(
            user=self.member, person_id=person.pk, wanted=request.POST.getlist("topics")
        )
        if changed:
            messages.success(request, _("Kept. It holds from the next message on."))
        else:
            messages.info(request, _("Nothing has changed."))
        return HttpResponseRedirect(f"{reverse('members-home')}#wishes")
