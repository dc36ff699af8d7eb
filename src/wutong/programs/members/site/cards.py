"""The card on the member's phone, and on paper."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.programs.members.selectors.cards import (
    card_face,
    is_alumnus,
    live_code,
    printed_code,
    standing_card,
)
from wutong.programs.members.services.cards import issue_card
from wutong.programs.members.site.base import MemberView

if TYPE_CHECKING:
    from django.http import HttpRequest


class CardView(MemberView):
    """My card. Opening it changes nothing; pressing the button issues it at once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The card with this minute's code; without a card, how to get one."""
        card = standing_card(self.person.pk)
        if card is None:
            return render(request, "members/no_card.html", {"may": is_alumnus(self.person)})
        last_day = date(clock.today().year + 1, 12, 31)
        return render(
            request,
            "members/card.html",
            {
                "face": card_face(card),
                "code": live_code(card, clock.now()),
                "paper": printed_code(card, last_day),
                "last_day": last_day,
                "gate_address": settings.SITE_URL.partition("//")[2] + reverse("members-gate"),
            },
        )

    def post(self, _request: HttpRequest) -> HttpResponse:
        """Issue it."""
        try:
            issue_card(actor=self.actor, person_id=self.person.pk)
        except WutongError as error:
            messages.error(self.request, str(error))
        return HttpResponseRedirect(reverse("members-card"))


class CodeView(MemberView):
    """This minute's code alone, for the page that renews itself."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """A fragment with the drawing and the seconds that are left."""
        card = standing_card(self.person.pk)
        if card is None:
            raise Http404
        return render(request, "members/card_code.html", {"code": live_code(card, clock.now())})
