"""The forms of contact updates: what was pasted, who said it, and which proposals are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.interactions.enums import Channel, How, ToldBy
from wutong.core.interactions.reading import Field
from wutong.core.interactions.services.updates import Choice, Told
from wutong.kernel.clock import today
from wutong.ui.office.fields import DayInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.forms import BoundField
    from django.utils.functional import _StrOrPromise

    from wutong.core.interactions.proposing import Proposal

LONGEST_TEXT = 4000
LABELS: dict[str, _StrOrPromise] = {
    Field.NAME: pgettext_lazy("person", "Name"),
    Field.STUDENT_NO: _("Student number"),
    Field.PHONE: _("Phone"),
    Field.PHONE_GONE: _("Phone out of use"),
    Field.EMAIL: _("E-mail"),
    Field.WECHAT: _("WeChat"),
    Field.EMPLOYER: _("Employer"),
    Field.TITLE: _("Position"),
    Field.CITY: _("Place"),
    Field.ADDRESS: _("Postal address"),
}


class PasteForm(forms.Form):
    """The text, and where it comes from."""

    text = forms.CharField(
        label=_("What came in"),
        help_text=_(
            "A WeChat text, the signature of an e-mail, a note of a call. The text itself is not "
            "kept."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7, "autofocus": True, "data-paste": ""}),
    )
    channel = forms.ChoiceField(
        label=_("It came by"), choices=Channel.choices, required=False, initial=Channel.WECHAT
    )
    told_by = forms.ChoiceField(
        label=_("Told by"), choices=ToldBy.choices, required=False, initial=ToldBy.SELF
    )
    told_on = forms.DateField(label=_("Told on"), required=False, widget=DayInput)
    note = forms.CharField(
        label=_("Note"), max_length=120, required=False,
        help_text=_("Such as who passed it on. Kept as the source."),
    )  # fmt: skip

    def clean_told_on(self) -> Any:
        """Nobody can have said it tomorrow."""
        day = self.cleaned_data["told_on"] or today()
        if day > today():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def told(self) -> Told:
        """Who said it, when, by which way."""
        return Told(
            channel=self.cleaned_data["channel"] or Channel.WECHAT,
            told_by=self.cleaned_data["told_by"] or ToldBy.SELF,
            told_on=self.cleaned_data["told_on"],
            note=self.cleaned_data["note"],
        )


class TakeForm(forms.Form):
    """One row a proposal: whether, which value, and in place of what."""

    def __init__(self, *args: Any, proposals: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        for one in proposals:
            if not one.ways:
                continue
            label = LABELS[one.field]
            self.fields[f"take_{one.key}"] = forms.BooleanField(
                label=label, required=False, initial=one.taken
            )
            fixed = one.how in (How.CONFIRM, How.END) or one.field == Field.CITY
            self.fields[f"value_{one.key}"] = forms.CharField(
                label=label,
                max_length=320,
                required=False,
                initial=one.value,
                widget=forms.HiddenInput()
                if fixed
                else forms.TextInput(attrs={"aria-label": label}),
            )
            ways = [(how.value, how.label) for how in one.ways]
            self.fields[f"how_{one.key}"] = forms.ChoiceField(
                label=_("How"),
                choices=ways,
                required=False,
                initial=one.ways[0].value,
                widget=forms.Select(attrs={"aria-label": _("How")})
                if len(ways) > 1
                else forms.HiddenInput(),
            )

    def rows(self) -> Iterator[dict[str, Any]]:
        """What the page shows of each proposal."""
        for one in self.proposals:
            parts: dict[str, BoundField | None] = {
                name: self[f"{name}_{one.key}"] if one.ways else None
                for name in ("take", "value", "how")
            }
            hidden = parts["value"] is None or parts["value"].is_hidden
            yield {"proposal": one, "label": LABELS[one.field], "shown": hidden, **parts}

    def choices(self) -> list[Choice]:
        """The proposals that were ticked, as they stand now."""
        found = []
        for one in self.proposals:
            if not one.ways or not self.cleaned_data.get(f"take_{one.key}"):
                continue
            value = self.cleaned_data.get(f"value_{one.key}") or one.value
            how = How(self.cleaned_data.get(f"how_{one.key}") or one.ways[0])
            found.append(Choice(one.field, value.strip(), how, one.target))
        return found
