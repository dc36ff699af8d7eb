"""The page behind "receive it on WeChat": what it means, then a button; and the way back.

``GET`` of the page changes nothing. The way back from WeChat is a ``GET`` by its nature; nobody
else can call it, for it needs a code that WeChat gives out once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from wutong.core.people.models import Person
from wutong.core.people.public import standing_id
from wutong.engines.wechat.binding import (
    ACTION,
    STATE_SECONDS,
    BindingError,
    accounts_of,
    authorize_address,
    code_for,
    new_state,
    tie,
    token_in_state,
    untie_all,
)
from wutong.engines.wechat.consent import PURPOSE
from wutong.kernel.actors import Actor
from wutong.platform.audit.public import client_address
from wutong.platform.links.errors import BusyLinkError, LinkError, UnknownLinkError
from wutong.platform.links.public import read_link, within_limit
from wutong.platform.outbox.public import AskingError, account, openid_behind
from wutong.ui.site.links.views import chosen_language, no_traces, refusal

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from wutong.platform.links.public import LinkContext

LOOKS, CHANGES = 120, 30
COOKIE = "wutong_wechat"
"""What the browser keeps while its reader is with WeChat."""


def page(
    request: HttpRequest, token: str, person_id: int, *, code: str = "", said: str = ""
) -> HttpResponse:
    """What tying means, in the reader's language, and where it stands."""
    person = Person.objects.filter(pk=standing_id(person_id), deceased=False).first()
    found = account()
    if person is None or found is None:
        return refusal(request, LinkError(_("This link no longer leads anywhere."), code="revoked"))
    language = chosen_language(request) or person.language
    state = new_state(token)
    english = language == "en"
    with translation.override(language):
        tied = list(accounts_of(person.pk))
        context = {
            "name": (person.name_latin or person.name) if english else person.name,
            "account": found,
            "purpose": PURPOSE,
            "words": PURPOSE.text.en if english else PURPOSE.text.zh,
            "tied": tied,
            "code": code,
            "said": said,
            "here": "" if tied else authorize_address(found, state),
            "action": reverse("wechat:bind", args=[token]),
            "page_language": "en" if english else "zh-Hans",
        }
        response = render(request, "wechat/bind.html", context, status=409 if said else 200)
    response.set_cookie(
        COOKIE, state, max_age=STATE_SECONDS, path=reverse("wechat:back"), httponly=True,
        secure=request.is_secure(), samesite="Lax",
    )  # fmt: skip
    return response


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class BindView(View):
    """``/wechat/bind/<token>``: two ways, and undoing it."""

    http_method_names = ["get", "head", "post"]
    context: LinkContext

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Brake, read the token; every problem ends on a page."""
        try:
            limit = CHANGES if request.method == "POST" else LOOKS
            if not within_limit(f"w:{request.method}", client_address.get() or "", limit=limit):
                raise BusyLinkError
            _grant, self.context = read_link(kwargs["token"])
            if self.context.action != ACTION:
                raise UnknownLinkError
            response = super().dispatch(request, *args, **kwargs)
        except LinkError as error:
            response = refusal(request, error)
        return no_traces(response)

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Show."""
        return page(request, token, self.context.subject_id)

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Eight digits to send, or undone."""
        person_id = standing_id(self.context.subject_id)
        if request.POST.get("do") == "undo":
            actor = Actor.link(ACTION, self.context.subject_ref)
            untie_all(actor=actor, person_id=person_id)
            return HttpResponseRedirect(request.path)
        if request.POST.get("do") == "code" and account() is not None:
            return page(request, token, person_id, code=code_for(person_id))
        return page(request, token, person_id)


@method_decorator(never_cache, name="dispatch")
class BackView(View):
    """``/wechat/back``: WeChat says whose account it is."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Tie it, then the page of the link again: nothing of WeChat's stays in the address."""
        if not within_limit("w:back", client_address.get() or "", limit=CHANGES):
            return no_traces(refusal(request, BusyLinkError()))
        try:
            token = token_in_state(request.GET.get("state", ""), request.COOKIES.get(COOKIE, ""))
            _grant, context = read_link(token)
        except BindingError as error:
            return no_traces(refusal(request, LinkError(str(error), code="expired")))
        except LinkError as error:
            return no_traces(refusal(request, error))
        try:
            openid = openid_behind(request.GET.get("code", ""))
            tie(openid=openid, person_id=context.subject_id, way="oauth")
        except (BindingError, AskingError) as error:
            return no_traces(page(request, token, context.subject_id, said=str(error)))
        return no_traces(HttpResponseRedirect(reverse("wechat:bind", args=[token])))
