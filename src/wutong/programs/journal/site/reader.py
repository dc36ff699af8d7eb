"""The reader's own page of an issue: ``/journal/r/<token>``.

It comes after "Read this issue" was said on the page of the link. Looking changes nothing; a POST
says how the journal shall come from now on, and can be taken back. The token is the permission.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from wutong.core.consent.public import Method
from wutong.kernel.actors import Actor
from wutong.platform.audit.public import client_address
from wutong.platform.links.errors import BusyLinkError, LinkError, RevokedLinkError
from wutong.platform.links.public import read_link, within_limit
from wutong.platform.vault.errors import BadTokenError, ExpiredTokenError
from wutong.platform.vault.public import sign, unsign
from wutong.programs.journal.enums import Wish
from wutong.programs.journal.links import reader_of
from wutong.programs.journal.reading import ACTION, issue_of, set_wish, undo_wish, wish_of
from wutong.programs.journal.selectors import paper_is_withheld
from wutong.programs.journal.site.views import issue_context, send_file
from wutong.ui.site.links.views import chosen_language, no_traces, refusal

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.core.people.models import Person
    from wutong.programs.journal.models import Issue

LOOKS, CHANGES = 240, 60
PURPOSE = "journal.wish"
UNDO_FOR = timedelta(days=1)


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class ReaderPage(View):
    """What both pages share: the link, the reader, the language."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Brake, read the link; every problem ends on a page."""
        try:
            limit = CHANGES if request.method == "POST" else LOOKS
            if not within_limit(
                f"journal:{request.method}", client_address.get() or "", limit=limit
            ):
                raise BusyLinkError
            with translation.override(chosen_language(request) or self.reader.language):
                response = super().dispatch(request, *args, **kwargs)
        except LinkError as error:
            response = refusal(request, error)
        return no_traces(response)  # fmt: skip

    @cached_property
    def context(self) -> Any:
        """What the link says."""
        return read_link(self.kwargs["token"])[1]

    @cached_property
    def issue(self) -> Issue:
        """The issue it is about."""
        issue = issue_of(self.context)
        if issue is None:
            raise RevokedLinkError
        return issue

    @cached_property
    def reader(self) -> Person:
        """Whose link it is."""
        reader = reader_of(self.context) if self.context.action == ACTION else None
        if reader is None:
            raise RevokedLinkError
        return reader


class ReaderView(ReaderPage):
    """The issue with every text, and how the journal comes."""

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Show."""
        wish = wish_of(self.reader.pk)
        return render(
            request,
            "journal/site/issue.html",
            {
                **issue_context(self.issue, personal=True),
                "token": token,
                "reader": self.reader,
                "wish": wish,
                "wishes": list(Wish),
                "undo": self.undoable(request.GET.get("done", "")),
                "page_language": "en" if translation.get_language() == "en" else "zh-Hans",
            },
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Say how it shall come, or take that back; then the page again."""
        actor = Actor.link(ACTION, self.context.subject_ref)
        if request.POST.get("do") == "undo":
            held = self.held(request.POST.get("done", ""))
            undo_wish(actor=actor, person_id=self.reader.pk, changes=held)
            return HttpResponseRedirect(f"{request.path}#wish")
        asked = request.POST.get("wish", "")
        if asked not in Wish.values:
            raise Http404
        changes = set_wish(
            actor=actor, person_id=self.reader.pk, wish=Wish(asked), method=Method.LINK,
            source_ref=self.issue.ref,
        )  # fmt: skip
        kept = {"person": self.reader.pk, "changes": changes}
        return HttpResponseRedirect(f"{request.path}?done={sign(PURPOSE, kept, UNDO_FOR)}#wish")

    def undoable(self, done: str) -> str:
        """The same again, where it can still be taken back."""
        return done if done and self.held(done) else ""

    def held(self, done: str) -> list[int]:
        """The changes of a wish of this reader; none for anything else."""
        try:
            kept = unsign(PURPOSE, done)
        except (BadTokenError, ExpiredTokenError):
            return []
        return list(kept["changes"]) if kept.get("person") == self.reader.pk else []


class ReaderPaperView(ReaderPage):
    """The PDF of the issue."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Opens in the browser."""
        _reader = self.reader
        if self.issue.paper is None or paper_is_withheld(self.issue):
            raise Http404
        return send_file(self.issue.paper)
