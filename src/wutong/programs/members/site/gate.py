"""What anybody may open: the gate, which says whether a card is genuine and writes nothing down, and
the page of a member who shows something to everyone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from wutong.core.consent.enums import Audience
from wutong.kernel import clock
from wutong.platform.audit.public import client_address
from wutong.platform.links.public import within_limit
from wutong.programs.members.card_token import LONGEST
from wutong.programs.members.selectors.cards import card_by_number, judge, published_keys
from wutong.programs.members.selectors.fields import seen_lines

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ASKED_IN_FIVE_MINUTES = 300
"""A gate scans one person a second at most."""


@method_decorator(never_cache, name="dispatch")
class GateView(View):
    """``/gate/`` takes a typed or scanned code, ``/G/<token>`` is what the code itself opens."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str = "") -> HttpResponse:
        """The form; with a code, the verdict in large type."""
        asked = (token or request.GET.get("code", "")).strip()[: LONGEST * 2]
        busy = bool(asked) and not within_limit(
            "gate", client_address.get() or "", limit=ASKED_IN_FIVE_MINUTES
        )
        answer = judge(asked, clock.now()) if asked and not busy else None
        context = {"answer": answer, "busy": busy, "now": clock.now()}
        response = render(request, "members/gate.html", context, status=429 if busy else 200)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response


@method_decorator(never_cache, name="dispatch")
class PublicView(View):
    """``/p/<card number>/``: what a member shows to everyone; 404 for everybody else alike."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """The fields that were released to everyone, each by a consent of its own."""
        if not within_limit("public", client_address.get() or "", limit=ASKED_IN_FIVE_MINUTES):
            raise Http404
        card = card_by_number(number)
        lines = seen_lines(card.person, Audience.EVERYONE) if card else []
        if card is None or not lines:
            raise Http404
        context = {"name": card.person.name, "lines": [line for line in lines if line.shows]}
        response = render(request, "members/public.html", context)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


class PublishedKeysView(View):
    """``/.well-known/wutong-card.json``: public keys, and the serials that were called back."""

    http_method_names = ["get", "head"]

    def get(self, _request: HttpRequest) -> JsonResponse:
        """Fresh for five minutes; readable from any page, since nothing in it is secret."""
        response = JsonResponse(published_keys())
        response["Cache-Control"] = "public, max-age=300"
        response["Access-Control-Allow-Origin"] = "*"
        return response
