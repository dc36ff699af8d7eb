"""The directory for verified members: search, one person, a card to keep, a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from wutong.core.consent.public import field_label
from wutong.core.people.models import Person
from wutong.kernel.actors import Actor
from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import client_address
from wutong.platform.links.public import within_limit
from wutong.programs.members.errors import TooMuchReadError
from wutong.programs.members.selectors import directory as selectors
from wutong.programs.members.selectors.directory import Asked, Reader
from wutong.programs.members.selectors.fields import ICONS, LETTERS
from wutong.programs.members.services.directory import (
    LONGEST_LETTER,
    count_use,
    letter_to_answer,
    note_contacts_seen,
    write_letter,
)
from wutong.programs.members.site import choices
from wutong.programs.members.site.base import MemberView
from wutong.programs.members.vcard import vcard

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

ANSWERS_IN_FIVE_MINUTES = 10


class LetterForm(forms.Form):
    """The words."""

    text = forms.CharField(
        label=gettext_lazy("Your letter"), max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip


class DirectoryPage(MemberView):
    """For holders of a standing card; whoever read too much today is told so (429)."""

    @cached_property
    def found_reader(self) -> Reader | None:
        """The reader; None without a card."""
        return selectors.reader_of(self.person)

    @property
    def reader(self) -> Reader:
        """The reader, where a page is shown at all."""
        assert self.found_reader is not None
        return self.found_reader

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """No card, no directory."""
        if request.user.is_authenticated and self.record and self.found_reader is None:
            return HttpResponseRedirect(reverse("members-card"))
        try:
            return super().dispatch(request, *args, **kwargs)
        except TooMuchReadError as error:
            return render(request, "members/enough.html", {"reason": str(error)}, status=429)

    def count(self, **read: int) -> None:
        """Count what is read now."""
        count_use(actor=self.actor, person_id=self.person.pk, **read)

    def one(self, pk: int) -> tuple[Person, dict[str, list[str]]]:
        """Somebody who shows themselves to this reader; 404 for everybody else."""
        try:
            return selectors.profile_in_directory(self.reader, pk)
        except Person.DoesNotExist:
            raise Http404 from None


class DirectoryView(DirectoryPage):
    """The search. The whole question is in the address."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Twenty people a page, in the order of pinyin."""
        self.count(pages=1)
        asked = self.asked()
        found = selectors.search_directory(self.reader, asked)
        kept = {key: value for key, value in request.GET.items() if key != "page" and value}
        following = f"?{urlencode({**kept, 'page': asked.page + 1})}" if found.more else ""
        context = {
            "asked": asked,
            "found": found,
            "following": following,
            "colleges": choices.colleges(asked.college),
            "places": choices.places(asked.place),
            "industries": choices.industries(asked.industry),
        }
        return render(request, "members/directory.html", context)

    def asked(self) -> Asked:
        """The question; what is not understood is left out."""
        given = self.request.GET

        def number(key: str) -> int | None:
            text = given.get(key, "")
            return int(text) if text.isdecimal() and len(text) < 10 else None

        return Asked(
            name=given.get("name", "").strip()[: selectors.LONGEST],
            class_name=given.get("class", "").strip()[: selectors.LONGEST],
            college=number("college"),
            place=number("place"),
            industry=given.get("industry", "").strip()[:80],
            page=number("page") or 1,
        )


class ProfileView(DirectoryPage):
    """One person, as far as they show themselves."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Their fields; who sees a number is written down for its owner."""
        self.count(profiles=1)
        person, values = self.one(pk)
        note_contacts_seen(actor=self.actor, person=person, fields=values)
        context = {
            "alumnus": person,
            "lines": [
                (field_label(code), ICONS[code], shown)
                for code, shown in values.items()
                if code not in {"name", LETTERS}
            ],
            "takes_letters": LETTERS in values,
            "classmate": person.pk in self.reader.classmates,
        }
        return render(request, "members/profile.html", context)


class VcardView(DirectoryPage):
    """The same as a vCard."""

    http_method_names = ["get"]

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:
        """A file for the address book."""
        self.count(profiles=1)
        person, values = self.one(pk)
        note_contacts_seen(actor=self.actor, person=person, fields=values)
        response = HttpResponse(vcard(values), content_type="text/vcard; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="alumnus-{person.pk}.vcf"'
        return response


class LetterView(DirectoryPage):
    """A letter through the office."""

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:
        """The sheet of paper."""
        return self.page(pk, LetterForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send it."""
        form = LetterForm(request.POST)
        person, values = self.one(pk)
        if LETTERS not in values:
            raise Http404
        if form.is_valid():
            try:
                write_letter(
                    actor=self.actor, sender=self.person, recipient_id=person.pk,
                    text=form.cleaned_data["text"],
                )  # fmt: skip
            except WutongError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Your letter is on its way."))
                return HttpResponseRedirect(reverse("members-profile", args=[person.pk]))
        return self.page(pk, form, status=422)

    def page(self, pk: int, form: LetterForm, *, status: int = 200) -> HttpResponse:
        """The page."""
        person, values = self.one(pk)
        if LETTERS not in values:
            raise Http404
        context = {"form": form, "name": person.name, "back": person.pk}
        return render(self.request, "members/letter.html", context, status=status)


class AnswerView(View):
    """The answer to a letter, from the link in it; nobody has to sign in to answer."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Not by the dozen, and not in anybody's cache."""
        busy = request.method == "POST" and not within_limit(
            "letter", client_address.get() or "", limit=ANSWERS_IN_FIVE_MINUTES
        )
        if busy:
            return HttpResponse(status=429)
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get(self, _request: HttpRequest, token: str) -> HttpResponse:
        """The sheet of paper."""
        return self.page(token, LetterForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Send it."""
        form = LetterForm(request.POST)
        if form.is_valid():
            try:
                letter = letter_to_answer(token)
                write_letter(
                    actor=Actor.link("members.letter", f"person:{letter.recipient_id}"),
                    sender=letter.recipient, recipient_id=letter.sender_id,
                    text=form.cleaned_data["text"], answers=letter.pk,
                )  # fmt: skip
            except WutongError as error:
                form.add_error(None, str(error))
            else:
                return self.page(token, None)
        return self.page(token, form, status=422)

    def page(self, token: str, form: LetterForm | None, *, status: int = 200) -> HttpResponse:
        """The page; without a form it says that the answer is on its way."""
        try:
            letter = letter_to_answer(token)
        except WutongError as error:
            told = {"reason": str(error)}
            return render(self.request, "members/enough.html", told, status=404)
        context = {"form": form, "name": letter.sender.name, "answering": True}
        return render(self.request, "members/letter.html", context, status=status)
