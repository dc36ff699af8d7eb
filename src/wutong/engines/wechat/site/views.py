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
    BindingError,
    accounts_of,
    authorize_address,
    code_for,
    person_in_state,
    tie,
    untie_all,
)
from wutong.engines.wechat.consent import PURPOSE
from wutong.kernel.actors import Actor
from wutong.platform.audit.public import client_address
from wutong.platform.links.errors import BusyLinkError, LinkError, UnknownLinkError
from wutong.platform.links.public import read_link, within_limit
from wutong.platform.outbox.public import account
from wutong.platform.outbox.sms.wire import LostError, NotSentError
from wutong.platform.outbox.wechat.api import WechatError
from wutong.ui.site.links.views import chosen_language, no_traces, refusal

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from wutong.platform.links.public import LinkContext

LOOKS, CHANGES = 120, 30


def page(
    request: HttpRequest, person_id: int, *, code: str = "", said: str = "", status: int = 200
) -> HttpResponse:
    """What tying means, in the reader's language, and where it stands."""
    person = Person.objects.filter(pk=standing_id(person_id), deceased=False).first()
    found = account()
    if person is None or found is None:
        return refusal(request, LinkError(_("This link no longer leads anywhere."), code="revoked"))
    language = chosen_language(request) or person.language
    english = language == "en"
    with translation.override(language):
        context = {
            "name": (person.name_latin or person.name) if english else person.name,
            "account": found,
            "purpose": PURPOSE,
            "words": PURPOSE.text.en if english else PURPOSE.text.zh,
            "tied": list(accounts_of(person.pk)),
            "code": code,
            "said": said,
            "in_wechat": "MicroMessenger" in request.headers.get("User-Agent", ""),
            "page_language": "en" if english else "zh-Hans",
        }
        return render(request, "wechat/bind.html", context, status=status)


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
        del token
        return page(request, self.context.subject_id)

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """To WeChat and back, or eight digits to send, or undone."""
        del token
        found, person_id = account(), standing_id(self.context.subject_id)
        do = request.POST.get("do", "")
        if do == "undo":
            actor = Actor.link(ACTION, self.context.subject_ref)
            untie_all(actor=actor, person_id=person_id)
            return HttpResponseRedirect(request.path)
        if found is None or do not in {"here", "code"}:
            return page(request, person_id)
        if do == "here":
            back = request.build_absolute_uri(reverse("wechat:back"))
            return HttpResponseRedirect(authorize_address(found, person_id=person_id, back=back))
        return page(request, person_id, code=code_for(person_id))


@method_decorator(never_cache, name="dispatch")
class BackView(View):
    """``/wechat/back``: WeChat says whose account it is."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Tie it, and say so."""
        if not within_limit("w:back", client_address.get() or "", limit=CHANGES):
            return no_traces(refusal(request, BusyLinkError()))
        person_id = 0
        try:
            person_id = person_in_state(request.GET.get("state", ""))
            tie(openid=self.openid(request.GET.get("code", "")), person_id=person_id, way="oauth")
        except BindingError as error:
            if not person_id:
                return no_traces(refusal(request, LinkError(str(error), code="expired")))
            return no_traces(page(request, person_id, said=str(error), status=409))
        return no_traces(page(request, person_id))

    def openid(self, code: str) -> str:
        """Behind the code; raises BindingError."""
        found = account()
        if found is None or not code:
            raise BindingError(_("WeChat did not say whose account it is. Please try again."))
        client = found.client()
        try:
            said = client.whose_code(code[:200])
        except (WechatError, LostError, NotSentError) as error:
            raise BindingError(
                _("WeChat did not say whose account it is. Please try again.")
            ) from error
        finally:
            client.close()
        if said.get("is_snapshotuser"):
            raise BindingError(
                _("WeChat showed only a preview. Please open the whole page and try again.")
            )
        return str(said["openid"])[:64]
