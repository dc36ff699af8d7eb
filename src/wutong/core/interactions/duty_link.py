"""What the signed link of the duty directory asks, and what an answer does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.interactions.models import DutyEntry
from wutong.core.interactions.services.duty import set_phone
from wutong.core.people.errors import ContactNotUnderstoodError
from wutong.core.people.public import contact_columns
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.audit.public import record
from wutong.platform.links.public import Button, LinkPage, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.utils.functional import _StrOrPromise

    from wutong.platform.links.public import LinkContext


class DutyForm(forms.Form):
    """A new number, if there is one."""

    phone = forms.CharField(
        label=gettext_lazy("A new phone number"), max_length=40, required=False,
        help_text=gettext_lazy("Left empty, the one we have stays."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    hours = forms.CharField(label=gettext_lazy("When to call"), max_length=80, required=False)

    def clean_phone(self) -> str:
        """A number, or nothing."""
        phone: str = self.cleaned_data["phone"].strip()
        if phone:
            try:
                contact_columns("phone", phone)
            except ContactNotUnderstoodError as error:
                raise forms.ValidationError(str(error)) from None
        return phone


class DutyAction:
    """Confirm one's entry, give a new number, or say that the office has passed on."""

    title: _StrOrPromise = gettext_lazy("Duty directory")
    valid_for = timedelta(days=60)
    single_use = False
    form_class: type[forms.Form] | None = DutyForm
    challenge: _StrOrPromise = ""

    def page(self, context: LinkContext) -> LinkPage | None:
        """Who is meant; the number only masked."""
        entry = _entry(context)
        if entry is None:
            return None
        language = context.language or (entry.person.language if entry.person else "zh-hans")
        with translation.override(language):
            heading = _("%(name)s, is this still right?") % {"name": entry.name}
            lines = [_("%(title)s, %(place)s") % {"title": entry.title, "place": entry.place}]
            if entry.masked:
                lines.append(_("Phone: %(phone)s") % {"phone": entry.masked})
        return LinkPage(
            language=language,
            heading=heading,
            lines=lines,
            buttons=(
                Button("right", gettext_lazy("It is right")),
                Button("left", gettext_lazy("I no longer hold this office")),
            ),
        )

    def initial(self, context: LinkContext) -> dict[str, Any]:
        """The hours; never the number."""
        entry = _entry(context)
        return {"hours": entry.hours} if entry else {}

    def challenge_passed(self, context: LinkContext, answer: str) -> bool:
        """Nothing is asked."""
        return True

    def perform(self, context: LinkContext, button: str, data: Mapping[str, Any]) -> Outcome:
        """Confirmed as of today, or out of the directory."""
        entry = DutyEntry.objects.select_for_update(of=("self",)).get(pk=context.subject_id)
        undo = {
            "confirmed_on": _text(entry.confirmed_on), "ended_on": _text(entry.ended_on),
            "hours": entry.hours, "phone": bool(data.get("phone")),
        }  # fmt: skip
        if button == "left":
            entry.ended_on = today()
        else:
            entry.confirmed_on = today()
            entry.hours = data.get("hours", "")
            if data.get("phone"):
                set_phone(entry, data["phone"])
        entry.version += 1
        entry.save()
        _noted(entry, "duty.left" if button == "left" else "duty.confirmed")
        return Outcome(answer={"button": button, "masked": entry.masked}, undo=undo)

    def understood(self, context: LinkContext, answer: Mapping[str, Any]) -> Sequence[str]:
        """What was taken down."""
        if answer.get("button") == "left":
            return [_("You no longer hold this office; you are out of the directory.")]
        if answer.get("masked"):
            return [_("Your entry is confirmed: %(phone)s") % {"phone": answer["masked"]}]
        return [_("Your entry is confirmed.")]

    def undo(self, context: LinkContext, undo: Mapping[str, Any]) -> None:
        """As it was before."""
        entry = DutyEntry.objects.select_for_update(of=("self",)).get(pk=context.subject_id)
        entry.confirmed_on, entry.ended_on = _day(undo["confirmed_on"]), _day(undo["ended_on"])
        entry.hours = undo["hours"]
        if undo["phone"]:
            set_phone(entry, entry.previous_phone)
        entry.version += 1
        entry.save()
        _noted(entry, "duty.answer_undone")


def _entry(context: LinkContext) -> DutyEntry | None:
    rows = DutyEntry.objects.select_related("person", "organisation", "unit")
    return rows.filter(pk=context.subject_id).first()


def _noted(entry: DutyEntry, verb: str) -> None:
    actor = Actor.link("interactions.duty", f"person:{entry.person_id}" if entry.person_id else "")
    record(actor=actor, verb=verb, subject=f"duty:{entry.pk}", subject_label=entry.name)


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return type(today()).fromisoformat(text) if text else None
