"""Contact updates: paste a text, look at the proposals, press Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wutong.core.interactions import rules
from wutong.core.interactions.enums import Verdict
from wutong.core.interactions.finding import find_people
from wutong.core.interactions.models import PastedUpdate
from wutong.core.interactions.office.addresses import person_url, update_url, updates_url
from wutong.core.interactions.office.update_forms import LABELS, PasteForm, TakeForm
from wutong.core.interactions.proposing import (
    changes_of,
    names_somebody_else,
    places,
    proposals_for,
)
from wutong.core.interactions.reading import Field, LeftOut, read
from wutong.core.interactions.services.updates import take_over, undo_update
from wutong.core.people.models import Person
from wutong.core.people.public import people_cards, search, visible_people
from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.platform.access.public import can, scope
from wutong.ui.office.views import OfficeObjectView, OfficeView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

    from wutong.core.interactions.reading import Reading

TITLE = pgettext_lazy("office", "Contact updates")
REMEMBERED = "interactions.update.source"
TONES = {
    Verdict.NEW: "leaf",
    Verdict.SAME: "slate",
    Verdict.CHANGES: "autumn",
    Verdict.CONTRADICTS: "seal",
}
LATEST = 6
FOUND = 8
LEFT_OUT: dict[LeftOut, _StrOrPromise] = {
    LeftOut.FAX: gettext_lazy("a fax number"),
    LeftOut.QQ: gettext_lazy("a QQ number"),
    LeftOut.POSTCODE: gettext_lazy("a postcode"),
    LeftOut.WEBSITE: gettext_lazy("a website"),
    LeftOut.HOTLINE: gettext_lazy("a hotline"),
    LeftOut.DOCUMENT: gettext_lazy("the number of a document, which is never entered"),
}


class PasteView(OfficeView):
    """The text goes in, the proposals come out; confirming writes them. Opening it, or reading a
    text, changes nothing.
    """

    permission = rules.PEOPLE_CHANGE
    template_name = "interactions/office/paste.html"
    page_title = TITLE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The empty box, for one person where the address says whom."""
        person = self._person(request.GET.get("person", ""))
        return self.render(form=self._empty(), person=person, latest=self._latest())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Read; find whom it is about; propose; or take over what was confirmed."""
        form = PasteForm(request.POST)
        other = request.POST.get("other") == "yes"
        person = None if other else self._person(request.POST.get("person", ""))
        if not form.is_valid():
            return self.render(form=form, person=person, latest=self._latest(), status=422)
        reading = read(form.cleaned_data["text"], places=places())
        if person is None:
            return self._find(form, reading)
        return self._propose(form, person, reading)

    def _empty(self) -> PasteForm:
        remembered = self.request.session.get(REMEMBERED, {})
        return PasteForm(initial={"told_on": today(), **remembered})

    def _person(self, key: str) -> Person | None:
        if not key:
            return None
        people = scope(self.user, Person, "change")
        return get_object_or_404(people.select_related("region"), pk=key if key.isdecimal() else 0)

    def _latest(self) -> list[PastedUpdate]:
        rows = scope(self.user, PastedUpdate).filter(taken_by=self.user)
        return describe(list(rows.select_related("person")[:LATEST]))

    def _find(self, form: PasteForm, reading: Reading) -> HttpResponseBase:
        sought = self.request.POST.get("who", "").strip()
        if sought:
            found = search(sought, people=visible_people(self.user))[:FOUND]
            cards: list[Any] = [(card, [], 0) for card in people_cards(found).values()]
            return self._whom(form, reading, cards, sought)
        result = find_people(reading, self.user)
        if result.sure and self.request.POST.get("other") != "yes":
            person = self._person(str(result.candidates[0].card.id))
            if person is not None:
                return self._propose(form, person, reading)
        people = [(one.card, one.reasons, one.weight) for one in result.candidates]
        return self._whom(form, reading, people, "")

    def _whom(
        self, form: PasteForm, reading: Reading, people: list[Any], sought: str
    ) -> HttpResponseBase:
        said = reading.first(Field.NAME)
        return self.render(
            form=form,
            choosing=True,
            people=people,
            who=sought,
            said_name=said,
            understood=[(LABELS[one.field], one.value) for one in reading.found],
            may_add=can(self.user, rules.PEOPLE_ADD),
            add_url=f"{reverse('office:people-add')}",
        )

    def _propose(self, form: PasteForm, person: Person, reading: Reading) -> HttpResponseBase:
        told = form.told()
        proposals = proposals_for(person, reading, told_on=told.told_on, viewer=self.user)
        confirmed = self.request.POST.get("confirm") == "yes"
        take = TakeForm(self.request.POST if confirmed else None, proposals=proposals)
        if confirmed and take.is_valid():
            try:
                update = take_over(
                    actor=self.actor, person_id=person.pk, choices=take.choices(), told=told
                )
            except WutongError as error:
                take.add_error(None, str(error))
            else:
                self.request.session[REMEMBERED] = {
                    "channel": told.channel,
                    "told_by": told.told_by,
                }
                return HttpResponseRedirect(update_url(update.pk))
        card = people_cards(Person.objects.filter(pk=person.pk))[person.pk]
        return self.render(
            form=form,
            person=person,
            card=card,
            take=take,
            rows=[{**row, "tone": TONES[row["proposal"].verdict]} for row in take.rows()],
            chosen=changes_of(proposals),
            other_name=names_somebody_else(person, reading),
            left_out=[LEFT_OUT[kind] for kind in reading.left_out],
            status=422 if confirmed else 200,
        )


class UpdateDoneView(OfficeObjectView[PastedUpdate]):
    """What was taken over, with a way back; and the box for the next text."""

    model = PastedUpdate
    permission = rules.PEOPLE_CHANGE
    template_name = "interactions/office/update.html"
    breadcrumbs = ((TITLE, "/office/updates/"),)

    def get_page_title(self) -> str:
        """Taken over, or taken back."""
        name = {"name": self.object.person.name}
        if self.object.undone_at:
            return _("Taken back: %(name)s") % name
        return _("Taken over: %(name)s") % name

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """In words."""
        describe([self.object])
        return super().get_context_data(person_url=person_url(self.object.person_id), **extra)


class UpdateUndoView(OfficeObjectView[PastedUpdate]):
    """Take an update back."""

    model = PastedUpdate
    action = "change"
    permission = rules.PEOPLE_CHANGE
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The record is as before; what was changed since stays, and is named."""
        try:
            with transaction.atomic():
                kept = undo_update(actor=self.actor, update_id=self.object.pk)
        except WutongError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(updates_url())
        if kept:
            messages.warning(request, " ".join(dict.fromkeys(kept)))
        else:
            messages.success(request, _("Taken back: the record is as it was before."))
        return HttpResponseRedirect(person_url(self.object.person_id))


def describe(updates: list[PastedUpdate]) -> list[PastedUpdate]:
    """Give each update its fields in words."""
    for update in updates:
        names = [str(LABELS[name]) for name in update.fields if name in LABELS]
        update.in_words = "、".join(names)  # type: ignore[attr-defined]
        update.summary = ngettext(  # type: ignore[attr-defined]
            "%(count)s field", "%(count)s fields", len(names)
        ) % {"count": len(names)}
    return updates
