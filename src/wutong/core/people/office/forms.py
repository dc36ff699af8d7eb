"""The forms of this room: what is asked, and where it comes from."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.enums import Confidence, ContactKind, Language, Sex
from wutong.core.people.office.filters import PlaceField
from wutong.core.people.services.sources import Source
from wutong.core.reference.enums import Completion, DegreeLevel, Grade
from wutong.core.reference.models import AcademicUnit, ClassGroup, Region
from wutong.kernel.clock import today
from wutong.ui.office.fields import DayInput

_BETWEEN_NAMES = re.compile(r"[,，、;；\n]+")
EARLIEST_YEAR = 1900


class NamesField(forms.CharField):
    """Several names, parted by commas of either kind."""

    def prepare_value(self, value: Any) -> Any:
        """A list is shown in one line."""
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The names, without empty ones."""
        text = super().clean(value)
        return [name.strip() for name in _BETWEEN_NAMES.split(text) if name.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as shown."""
        return super().has_changed(self.prepare_value(initial), data)


class SourceForm(forms.Form):
    """Asks where the knowledge comes from, under everything else."""

    source_label = forms.CharField(
        label=_("Where do you know this from?"),
        help_text=_(
            "Kept with every field you change, such as “phone call with the class liaison”."
        ),
        max_length=200,
        required=False,
    )
    confidence = forms.ChoiceField(
        label=_("How sure is it?"),
        choices=Confidence.choices,
        initial=Confidence.B,
    )

    def order_fields(self, field_order: Any) -> None:
        """The source comes last."""
        names = [name for name in self.fields if name not in ("source_label", "confidence")]
        super().order_fields(field_order or [*names, "source_label", "confidence"])

    def source(self) -> Source:
        """What was answered; nothing counts as good."""
        return Source(
            label=self.cleaned_data.get("source_label", ""),
            confidence=self.cleaned_data.get("confidence") or Confidence.B,
        )


class PersonForm(SourceForm):
    """Who somebody is."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    name_latin = forms.CharField(
        label=_("Name in Latin letters"), max_length=120, required=False,
        help_text=_("As in a passport or as the person signs abroad."),
    )  # fmt: skip
    former_names = NamesField(
        label=_("Former names"), max_length=400, required=False,
        help_text=_("Several names are parted by commas. They are found by the search as well."),
    )  # fmt: skip
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, required=False)
    birth_date = forms.DateField(label=_("Date of birth"), required=False, widget=DayInput)
    region = PlaceField(
        label=_("Place"), queryset=Region.objects.all(), required=False, empty_label=_("Not known")
    )
    language = forms.ChoiceField(label=_("Write in"), choices=Language.choices)
    salutation = forms.CharField(
        label=_("Salutation"), max_length=60, required=False,
        help_text=_("How letters begin, such as 王老师. Left empty, the letter chooses."),
    )  # fmt: skip
    grade = forms.TypedChoiceField(
        label=_("Confidentiality"), choices=Grade.choices, coerce=int,
        help_text=_("Sensitive people are found and counted by name only by those cleared for it."),
    )  # fmt: skip

    def __init__(self, *args: Any, cleared: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not cleared:
            open_grades = [(g.value, g.label) for g in Grade if g != Grade.SENSITIVE]
            self.fields["grade"].choices = open_grades  # type: ignore[attr-defined]

    def clean_birth_date(self) -> Any:
        """Nobody is born tomorrow."""
        born = self.cleaned_data["birth_date"]
        if born and (born > today() or born.year < EARLIEST_YEAR):
            raise forms.ValidationError(_("This day cannot be a date of birth."))
        return born

    def person_fields(self) -> dict[str, Any]:
        """What `change_person` and `add_person` take."""
        names = ("name", "name_latin", "former_names", "sex", "birth_date", "region")
        rest = ("language", "salutation", "grade")
        return {name: self.cleaned_data[name] for name in (*names, *rest)}


class DocumentForm(SourceForm):
    """An identity document; the field is never filled in from what is on record."""

    number = forms.CharField(
        label=_("Document number"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "Identity card, passport or another travel document. It is kept encrypted and shown"
            " only to who gives a reason."
        ),
    )  # fmt: skip


class StudyForm(SourceForm):
    """A time of study."""

    unit = forms.ModelChoiceField(
        label=_("College"), queryset=AcademicUnit.objects.all(),
        help_text=_("As it was called then; predecessors lead to the present college."),
    )  # fmt: skip
    level = forms.ChoiceField(label=_("Level"), choices=DegreeLevel.choices)
    major = forms.CharField(label=pgettext_lazy("study", "Subject"), max_length=120, required=False)
    class_code = forms.CharField(
        label=_("Class"), max_length=60, required=False, help_text=_("Name or code of the class.")
    )
    student_no = forms.CharField(label=_("Student number"), max_length=40, required=False)
    entry_year = forms.IntegerField(
        label=_("Year of entry"), min_value=EARLIEST_YEAR, max_value=2100, required=False
    )
    leave_year = forms.IntegerField(
        label=_("Year of leaving"), min_value=EARLIEST_YEAR, max_value=2100, required=False
    )
    completion = forms.ChoiceField(label=_("Completion"), choices=Completion.choices)
    supervisor = forms.CharField(label=_("Supervisor"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Nobody leaves before entering; the class must be one of ours."""
        cleaned = super().clean() or {}
        entry, leave = cleaned.get("entry_year"), cleaned.get("leave_year")
        if entry and leave and leave < entry:
            self.add_error("leave_year", _("The year of leaving lies before the year of entry."))
        if cleaned.get("class_code") and cleaned.get("unit"):
            cleaned["class_group"] = self._class(cleaned["class_code"].strip())
        return cleaned

    def _class(self, text: str) -> ClassGroup | None:
        found = ClassGroup.objects.filter(code=text)[:2] or ClassGroup.objects.filter(name=text)[:2]
        if len(found) != 1:
            self.add_error("class_code", _("There is no such class, or more than one of the name."))
            return None
        return found[0]

    def study_fields(self) -> dict[str, Any]:
        """What `save_degree` takes."""
        names = ("unit", "level", "major", "student_no", "entry_year", "leave_year")
        fields = {name: self.cleaned_data[name] for name in (*names, "completion", "supervisor")}
        return {**fields, "class_group": self.cleaned_data.get("class_group")}


class EmploymentForm(SourceForm):
    """Where somebody works."""

    employer = forms.CharField(label=_("Employer"), max_length=200)
    title = forms.CharField(label=_("Position"), max_length=120, required=False)
    industry = forms.CharField(
        label=_("Industry"), max_length=80, required=False,
        help_text=_("A section of GB/T 4754 or its code, such as I or 65, or words of your own."),
    )  # fmt: skip
    region = PlaceField(
        label=_("Place"), queryset=Region.objects.all(), required=False, empty_label=_("Not known")
    )
    from_date = forms.DateField(
        label=pgettext_lazy("period", "From"), required=False, widget=DayInput
    )
    to_date = forms.DateField(
        label=pgettext_lazy("period", "Until"), required=False, widget=DayInput
    )
    as_of = forms.DateField(label=_("Known as of"), required=False, widget=DayInput)

    def employment_fields(self) -> dict[str, Any]:
        """What `save_employment` takes."""
        return {
            name: self.cleaned_data[name]
            for name in (
                "employer", "title", "industry", "region", "from_date", "to_date", "as_of",
            )
        }  # fmt: skip


class ContactForm(SourceForm):
    """A new contact point."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ContactKind.choices)
    value = forms.CharField(
        label=_("Value"), max_length=320,
        help_text=_("Numbers abroad begin with + and the country."),
    )  # fmt: skip
    is_primary = forms.BooleanField(label=_("Preferred of its kind"), required=False)


class DeathForm(SourceForm):
    """The day somebody died."""

    on = forms.DateField(label=_("Day of death"), widget=DayInput)


class ReasonForm(SourceForm):
    """Only where the knowledge comes from."""


class NewPersonForm(PersonForm):
    """Somebody new: who, one time of study if known, one way to reach them."""

    unit = forms.ModelChoiceField(
        label=_("College"), queryset=AcademicUnit.objects.all(), required=False,
        empty_label=_("Did not study here, or not known"),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("Level"), choices=DegreeLevel.choices, required=False,
        initial=DegreeLevel.BACHELOR,
    )  # fmt: skip
    student_no = forms.CharField(label=_("Student number"), max_length=40, required=False)
    entry_year = forms.IntegerField(
        label=_("Year of entry"), min_value=EARLIEST_YEAR, max_value=2100, required=False
    )
    leave_year = forms.IntegerField(
        label=_("Year of leaving"), min_value=EARLIEST_YEAR, max_value=2100, required=False
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    same_name_seen = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def study(self) -> dict[str, Any] | None:
        """The time of study, None without a college."""
        if not self.cleaned_data.get("unit"):
            return None
        names = ("unit", "student_no", "entry_year", "leave_year")
        study = {name: self.cleaned_data[name] for name in names}
        return {**study, "level": self.cleaned_data["level"] or DegreeLevel.BACHELOR}

    def contacts(self) -> list[tuple[str, str]]:
        """The contact points that were filled in."""
        given = [
            (ContactKind.PHONE.value, self.cleaned_data.get("phone", "")),
            (ContactKind.EMAIL.value, self.cleaned_data.get("email", "")),
        ]
        return [(kind, value) for kind, value in given if value]
