"""The forms of contact reports and of the list of key alumni."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.interactions import rules
from wutong.core.interactions.enums import Channel, Criterion, Level
from wutong.core.interactions.services import key_alumni, reports
from wutong.core.people.public import SightForm, WhoForm
from wutong.core.reference.enums import Grade
from wutong.kernel.clock import today
from wutong.platform.access.public import users_who_can
from wutong.platform.accounts.models import User
from wutong.ui.office.fields import DayInput


def colleagues(permission: str) -> Any:
    """The accounts that hold ``permission``, by name."""
    keys = [user.pk for user in users_who_can(permission)]
    return User.objects.filter(pk__in=keys).order_by("display_name", "email")


class ReportForm(SightForm):
    """What was said, and what comes next."""

    channel = forms.ChoiceField(label=_("By which way"), choices=Channel.choices, initial="phone")
    held_on = forms.DateField(label=_("Day"), widget=DayInput, initial=today)
    summary = forms.CharField(
        label=_("What was said"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000
    )
    next_step = forms.CharField(
        label=_("Next step"), max_length=200, required=False,
        help_text=_("What was promised, by us or by them. It stands on the page of whose it is."),
    )  # fmt: skip
    next_step_on = forms.DateField(label=_("Until"), widget=DayInput, required=False)
    next_step_by = forms.ModelChoiceField(
        label=_("Whose step"), queryset=User.objects.none(), required=False,
        empty_label=pgettext_lazy("whose step", "Mine"),
    )  # fmt: skip
    with_whom = forms.CharField(label=_("Who else was there"), max_length=200, required=False)
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    care = forms.CharField(
        label=_("To be careful about"), max_length=300, required=False,
        help_text=_("Shown on the briefing sheet before the next meeting."),
    )  # fmt: skip
    grade = forms.TypedChoiceField(
        label=_("Confidentiality"), choices=Grade.choices, coerce=int, initial=Grade.INTERNAL,
        help_text=_("A sensitive report is read by you and by those cleared for it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_step_by"].queryset = colleagues(rules.REPORT)  # type: ignore[attr-defined]

    def clean_held_on(self) -> Any:
        """It has been."""
        day = self.cleaned_data["held_on"]
        if day > today():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """A day needs a step."""
        cleaned = super().clean() or {}
        if cleaned.get("next_step_on") and not cleaned.get("next_step"):
            self.add_error("next_step", _("Say what is to be done by that day."))
        return cleaned

    def report_fields(self) -> dict[str, Any]:
        """What `write_report` takes."""
        return {name: self.cleaned_data[name] for name in reports.FIELDS}


class WhoseReportForm(WhoForm, ReportForm):
    """A report that begins with whom it is about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["who", "person", *self.fields])


class KeyForm(SightForm):
    """Why, how closely, and who looks after them."""

    criterion = forms.ChoiceField(label=_("Criterion"), choices=Criterion.choices)
    level = forms.ChoiceField(label=pgettext_lazy("key alumni", "Level"), choices=Level.choices)
    steward = forms.ModelChoiceField(
        label=_("Steward"), queryset=User.objects.none(),
        help_text=_("Is reminded after 90 days without contact."),
    )  # fmt: skip
    note = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steward"].queryset = colleagues(rules.REPORT)  # type: ignore[attr-defined]

    def key_fields(self) -> dict[str, Any]:
        """What `name_key_alumnus` takes."""
        return {name: self.cleaned_data[name] for name in key_alumni.FIELDS}


class NewKeyForm(WhoForm, KeyForm):
    """Who comes on the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["who", "person", *self.fields])
