"""The writer's own page: ``/voices/w/<token>/``. The token is the permission, and opens one person's
words for one call, or one entry of somebody who is not on record. Looking changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from wutong.engines.calls.enums import EntryState
from wutong.engines.calls.models import Call, Entry
from wutong.engines.calls.public import (
    OWN,
    correct,
    entries_of,
    hand_in,
    prove,
    send_code,
    withdraw,
)
from wutong.kernel.actors import Actor
from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import client_address
from wutong.platform.links.errors import BusyLinkError, LinkError, RevokedLinkError
from wutong.platform.links.public import read_link, within_limit
from wutong.programs.voices.links import call_of, writer_of
from wutong.programs.voices.names import PROGRAM, WRITE
from wutong.programs.voices.site.forms import CodeForm, WordsForm, first_words, words_of
from wutong.programs.voices.site.showing import signature, size_of
from wutong.programs.voices.site.views import send_picture
from wutong.ui.site.links.views import chosen_language, no_traces, refusal

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.core.people.models import Person

LOOKS, CHANGES = 240, 60


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class WriterPage(View):
    """What the writer's pages share: the link, whose it is, the language."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Brake, read the link; every problem ends on a page."""
        try:
            limit = CHANGES if request.method == "POST" else LOOKS
            if not within_limit(
                f"voices:{request.method}", client_address.get() or "", limit=limit
            ):
                raise BusyLinkError
            with translation.override(chosen_language(request) or self.language):
                response = super().dispatch(request, *args, **kwargs)
        except LinkError as error:
            response = refusal(request, error)
        return no_traces(response)

    @cached_property
    def context(self) -> Any:
        """What the link says; nothing but the two links of this room opens here."""
        context = read_link(self.kwargs["token"])[1]
        if context.action not in {WRITE, OWN}:
            raise RevokedLinkError
        return context

    @property
    def actor(self) -> Actor:
        """The writer."""
        return Actor.link(self.context.action, self.context.subject_ref)

    @cached_property
    def person(self) -> Person | None:
        """The person on record whose link it is; None where it is one entry's."""
        if self.context.action == OWN:
            return None
        person = writer_of(self.context)
        if person is None:
            raise RevokedLinkError
        return person

    @property
    def language(self) -> str:
        """The writer's."""
        if self.person is not None:
            return self.person.language
        return self.entry.language if self.entry is not None else ""

    @cached_property
    def entry(self) -> Entry | None:
        """The words so far."""
        if self.person is None:
            rows = Entry.objects.filter(call__program=PROGRAM).select_related("call", "college")
            entry = rows.filter(pk=self.context.subject_id).first()
            if entry is None or not entry.text:
                raise RevokedLinkError
            return entry
        found = entries_of(self.person.pk, program=PROGRAM)
        return next((one for one in found if one.call_id == self.call.pk), None)

    @cached_property
    def call(self) -> Call:
        """What it is about."""
        call = call_of(self.context) if self.context.action == WRITE else None
        if call is None and self.context.action == OWN and self.entry is not None:
            call = self.entry.call
        if call is None:
            raise RevokedLinkError
        return call


class WriterView(WriterPage):
    """Write, correct, withdraw; for a stranger first the code."""

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Show."""
        return self.page()

    def page(
        self, *, form: WordsForm | None = None, code: CodeForm | None = None, status: int = 200
    ) -> HttpResponseBase:
        """The page as things stand."""
        entry = self.entry
        gone = entry is None or entry.state == EntryState.WITHDRAWN
        unproven = entry is not None and entry.state == EntryState.UNPROVEN
        may_write = not unproven and (not gone or (self.person is not None and self.call.is_open))
        if form is None and may_write:
            first = words_of(entry) if entry is not None and not gone else self.first()
            form = WordsForm(initial=first, call=self.call, entry=None if gone else entry)
        context = {
            "call": self.call,
            "entry": None if gone else entry,
            "withdrawn": entry is not None and gone,
            "card": {"entry": entry, "size": size_of(entry), "signature": signature(entry)}
            if entry is not None and not gone
            else None,
            "unproven": unproven,
            "code": code or CodeForm(),
            "form": form,
            "token": self.kwargs["token"],
            "by_code": self.person is None,
            "page_language": "en" if translation.get_language() == "en" else "zh-Hans",
        }
        return render(self.request, "voices/site/writer.html", context, status=status)

    def first(self) -> dict[str, Any]:
        """What an empty form starts with."""
        return first_words(self.person) if self.person is not None else {}

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Do one thing; then the page again."""
        del token
        does = {
            "save": self.save,
            "withdraw": self.withdraw,
            "code": self.enter,
            "again": self.again,
        }
        act = does.get(request.POST.get("do", ""))
        if act is None:
            raise Http404
        return act()

    def home(self, said: str) -> HttpResponseBase:
        """Back, with a word."""
        messages.success(self.request, said)
        return HttpResponseRedirect(self.request.path)

    def save(self) -> HttpResponseBase:
        """Hand in or correct."""
        entry = self.entry
        standing = entry is not None and entry.state not in (
            EntryState.WITHDRAWN, EntryState.UNPROVEN,
        )  # fmt: skip
        form = WordsForm(
            self.request.POST, self.request.FILES, call=self.call, entry=entry if standing else None
        )
        if not form.is_valid():
            return self.page(form=form, status=422)
        try:
            if standing and entry is not None:
                correct(actor=self.actor, entry_id=entry.pk, given=form.given())
            elif self.person is not None:
                hand_in(
                    actor=self.actor, call=self.call, given=form.given(), person_id=self.person.pk
                )
            else:
                raise Http404
        except WutongError as error:
            form.add_error(None, str(error))
            return self.page(form=form, status=422)
        return self.home(_("Thank you. A colleague reads it before it is published."))

    def withdraw(self) -> HttpResponseBase:
        """Take it back."""
        if self.entry is None:
            raise Http404
        withdraw(actor=self.actor, entry_id=self.entry.pk)
        return self.home(_("Withdrawn: nobody reads it any more."))

    def enter(self) -> HttpResponseBase:
        """The code."""
        form = CodeForm(self.request.POST)
        if self.entry is None or self.person is not None:
            raise Http404
        if form.is_valid():
            try:
                prove(actor=self.actor, entry_id=self.entry.pk, code=form.cleaned_data["code"])
            except WutongError as error:
                form.add_error("code", str(error))
            else:
                return self.home(_("Thank you. A colleague reads it before it is published."))
        return self.page(code=form, status=422)

    def again(self) -> HttpResponseBase:
        """Another code."""
        if self.entry is None or self.person is not None:
            raise Http404
        try:
            send_code(actor=self.actor, entry_id=self.entry.pk)
        except WutongError as error:
            messages.error(self.request, str(error))
            return HttpResponseRedirect(self.request.path)
        return self.home(_("A new code is on its way."))


class OwnPictureView(WriterPage):
    """The picture the writer added, before anybody else sees it."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
        """Of the entry of this link alone."""
        entry = self.entry
        if entry is None or entry.pk != pk or entry.picture is None:
            raise Http404
        return send_picture(entry.picture)
