"""The page a link in a message opens: looking shows, only a POST does.

Mail firewalls and chat programs fetch every link before people see it, so GET and HEAD change
nothing at all, not even a session. The token in the address is the permission; no cookie is
needed, and therefore no CSRF token either: whoever could forge the request would have to know
the address, and could then simply open it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from wutong.platform.audit.public import client_address
from wutong.platform.links.errors import (
    BusyLinkError,
    ChallengeError,
    GuessedTooOftenError,
    LinkError,
)
from wutong.platform.links.public import (
    Leading,
    answer_link,
    may_guess,
    open_link,
    undo_answer,
    within_limit,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from wutong.platform.links.public import LinkPage, OpenedLink

LOOKS, ANSWERS = 120, 30
STATUS = {"unknown": 404, "expired": 410, "revoked": 410, "busy": 429, "challenge": 422}


def no_traces(response: HttpResponseBase) -> HttpResponseBase:
    """The address is a key: it must not travel on as a referrer, into caches or into indexes."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response


def chosen_language(request: HttpRequest) -> str:
    """The language switched to on this device, or empty."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def refusal(request: HttpRequest, error: LinkError) -> HttpResponse:
    """A page that says what happened and what to do."""
    return render(
        request,
        "site/links/problem.html",
        {"message": str(error), "code": error.code},
        status=STATUS.get(error.code, 404),
    )


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class LinkView(View):
    """``/a/<token>``: who is meant, what it does, a button; then what was understood, and undo."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Brake first; every problem ends on a page."""
        try:
            limit = ANSWERS if request.method == "POST" else LOOKS
            if not within_limit(f"a:{request.method}", client_address.get() or "", limit=limit):
                raise BusyLinkError
            response = super().dispatch(request, *args, **kwargs)
        except LinkError as error:
            response = refusal(request, error)
        return no_traces(response)

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Show."""
        return self.page(open_link(token), form=None)

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Do, or undo; then the same page by GET."""
        link = open_link(token)
        if request.POST.get("do") == "undo":
            undo_answer(token=token)
            return HttpResponseRedirect(request.path)
        form = link.action.form_class(request.POST) if link.action.form_class else None
        if link.action.challenge and not self.passed(link, token):
            return self.page(link, form=form, problem=str(ChallengeError()))
        if form is not None and not form.is_valid():
            return self.page(link, form=form)
        button = request.POST.get("answer", "")
        answer_link(token=token, button=button, data=form.cleaned_data if form else {})
        if isinstance(link.action, Leading):
            return HttpResponseRedirect(link.action.leads_to(link.context))
        return HttpResponseRedirect(request.path)

    def passed(self, link: OpenedLink, token: str) -> bool:
        """The second fact, with few guesses per link."""
        if not may_guess("a:challenge", token):
            raise GuessedTooOftenError
        return link.action.challenge_passed(link.context, self.request.POST.get("fact", ""))

    def page(self, link: OpenedLink, *, form: Any, problem: str = "") -> HttpResponse:
        """The page in the language of the person the link was made for, unless they chose."""
        told = replace(link.context, language=chosen_language(self.request))
        shown: LinkPage | None = link.action.page(told)
        if shown is None:
            return refusal(self.request, LinkError(_gone(), code="revoked"))
        with translation.override(shown.language):
            if form is None and link.action.form_class is not None:
                form = link.action.form_class(initial=link.action.initial(link.context))
            use = link.last_use
            understood = (
                link.action.understood(link.context, use.answer)
                if link.answered and use is not None
                else []
            )
            context = {
                "page": shown,
                "link": link,
                "form": form,
                "understood": understood,
                "may_undo": bool(understood and use is not None and use.undo is not None),
                "undone": use is not None and use.undone_at is not None,
                "problem": problem,
                "page_language": "en" if shown.language == "en" else "zh-Hans",
            }
            status = 422 if problem or (form is not None and form.is_bound) else 200
            return render(self.request, "site/links/answer.html", context, status=status)


def _gone() -> str:
    return translation.gettext("This link no longer leads anywhere.")
