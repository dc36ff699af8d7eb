"""The forms of this room."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.organisations.choosing import OrganisationField
from wutong.core.organisations.enums import AppointmentRole
from wutong.core.organisations.models import Organisation
from wutong.core.organisations.registry import people_sources
from wutong.core.organisations.services.appointments import Office, years_later
from wutong.core.organisations.services.organisations import FIELDS
from wutong.core.people.public import SightForm, WhoForm
from wutong.core.reference.enums import UnitKind
from wutong.core.reference.models import AcademicUnit, ClassGroup, LegalBody
from wutong.kernel.clock import today
from wutong.ui.office.fields import DayInput

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

_BETWEEN_NAMES = re.compile(r"[,，、;；\n]+")


class OrganisationForm(SightForm):
    """An organisation."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    former_names = forms.CharField(
        label=_("Former names"), max_length=600, required=False,
        help_text=_("Parted by commas. They are found by the search and link employers."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        model = forms.fields_for_model(
            Organisation,
            fields=[name for name in FIELDS if name not in self.fields],
            widgets={"founded_on": DayInput, "note": forms.Textarea(attrs={"rows": 3})},
            formfield_callback=_named,
        )
        self.fields = {"kind": model.pop("kind"), **self.fields, **model}
        self.fields["parent"] = OrganisationField(user, label=_("Part of"), required=False)
        units = AcademicUnit.objects.filter(kind=UnitKind.COLLEGE, valid_to__isnull=True)
        self.fields["host_unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["class_group"] = ClassField(label=_("Class"), required=False)
        self.fields["legal_form"].help_text = _("For alumni organisations, as are the next two.")
        self.order_fields([*FIELDS])

    def clean_former_names(self) -> list[str]:
        """The names, without empty ones."""
        text = self.cleaned_data["former_names"]
        return [name.strip() for name in _BETWEEN_NAMES.split(text) if name.strip()]


def _named(field: Any, **options: Any) -> Any:
    made = field.formfield(**options)
    if made is not None and made.label:
        made.label = made.label[:1].upper() + made.label[1:]
    return made


class ClassField(forms.CharField):
    """A class by its name or code."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Name or code of the class."))
        super().__init__(max_length=120, **options)

    def prepare_value(self, value: Any) -> Any:
        """A class is shown by its code."""
        if isinstance(value, int):
            value = ClassGroup.objects.filter(pk=value).first()
        return value.code if isinstance(value, ClassGroup) else value

    def clean(self, value: Any) -> Any:
        """The one class of that code or name."""
        text = super().clean(value).strip()
        if not text:
            return None
        found = ClassGroup.objects.filter(code=text)[:2] or ClassGroup.objects.filter(name=text)[:2]
        if len(found) != 1:
            raise forms.ValidationError(_("There is no such class, or more than one of the name."))
        return found[0]


class OfficeForm(SightForm):
    """Which office, where, for how long, and who appoints."""

    role = forms.ChoiceField(
        label=pgettext_lazy("appointment", "Office"), choices=AppointmentRole.choices
    )
    title = forms.CharField(
        label=_("Title of the office"), max_length=60, required=False,
        help_text=_("Such as 会长 or 秘书长; left empty, the letter names the kind of office."),
    )  # fmt: skip
    body = forms.ModelChoiceField(
        label=_("Appointed by"), queryset=LegalBody.objects.all(), empty_label=None
    )
    term_from = forms.DateField(label=_("Term from"), widget=DayInput)
    term_to = forms.DateField(
        label=_("Term to"), widget=DayInput, required=False,
        help_text=_("The last day. Left empty, until further notice."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "body": "association",
            "term_from": today(),
            "term_to": years_later(today(), 3),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, user=user, **kwargs)
        self.fields["organisation"] = OrganisationField(
            user, label=_("Organisation"), required=False
        )
        self.fields["unit"] = forms.ModelChoiceField(
            label=_("College"),
            queryset=AcademicUnit.objects.filter(kind=UnitKind.COLLEGE, valid_to__isnull=True),
            required=False,
            empty_label=_("The whole university"),
        )

    def clean(self) -> dict[str, Any]:
        """A term runs forward."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("term_from"), cleaned.get("term_to")
        if first and last and last < first:
            self.add_error("term_to", _("The term ends before it begins."))
        return cleaned

    def office(self) -> Office:
        """What was asked for."""
        given = self.cleaned_data
        return Office(
            role=given["role"],
            title=given["title"],
            body=given["body"].pk,
            term_from=given["term_from"],
            term_to=given["term_to"],
            organisation=given["organisation"],
            unit=given["unit"],
            class_group=given.get("class_group"),
        )


class AppointmentForm(OfficeForm):
    """One person for an office."""

    class_group = ClassField(label=_("Class"), required=False)
    at_once = forms.BooleanField(
        label=_("The person has accepted: issue the letter now"), required=False, initial=True
    )


class BatchForm(OfficeForm):
    """Many people for an office: from a named set, pasted lines, or a file."""

    heading = forms.CharField(label=_("Title of the batch"), max_length=120)
    appointed_on = forms.DateField(
        label=_("Day of the appointment"), widget=DayInput, initial=today,
        help_text=_("It stands on the letters and decides the year of their numbers."),
    )  # fmt: skip
    people_set = forms.ChoiceField(label=_("People from"), required=False)
    lines = forms.CharField(
        label=_("Or a list"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One person a line: a student number, or a name with the class or college."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a file"), required=False,
        help_text=_("Excel or CSV with a column 学号 or 姓名; 班级 or 学院 help to tell namesakes apart."),
    )  # fmt: skip

    field_order = ("heading", "role", "title", "organisation", "unit", "body", "appointed_on",
                   "term_from", "term_to", "people_set", "lines", "file")  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        sets = [
            (str(source.label), [(f"{key}:{ref}", name) for ref, name in source.choices(user)])
            for key, source in people_sources.items()
        ]
        self.fields["people_set"].choices = [  # type: ignore[attr-defined]
            ("", _("No set")),
            *[group for group in sets if group[1]],
        ]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Exactly one way to say who."""
        cleaned = super().clean()
        given = [name for name in ("people_set", "lines", "file") if cleaned.get(name)]
        if len(given) != 1:
            self.add_error("people_set", _("Say who in one way: a set, a list or a file."))
        return cleaned


class TermForm(forms.Form):
    """The next term."""

    term_from = forms.DateField(label=_("Term from"), widget=DayInput)
    term_to = forms.DateField(label=_("Term to"), widget=DayInput, required=False)


class HandOverForm(WhoForm):
    """Who takes over, when, and what they need to know."""

    on = forms.DateField(label=_("Takes over on"), widget=DayInput, initial=today)
    term_to = forms.DateField(label=_("Term to"), widget=DayInput, required=False)
    note = forms.CharField(
        label=_("Hand-over note"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Groups, lists, open matters, what was promised. The successor’s page shows it."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class EndForm(ReasonForm):
    """Why, and from which day."""

    on = forms.DateField(label=_("Ends on"), widget=DayInput, initial=today)


class MemberForm(WhoForm):
    """Who joins, and since when."""

    since = forms.DateField(label=_("Member since"), widget=DayInput, initial=today)


class GrantForm(forms.Form):
    """For how long an officer may take the list out, and what for."""

    until = forms.DateField(label=_("Allowed until"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=300)
