"""Chosen by where, when and how far people studied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.models import Degree
from wutong.core.reference.enums import Completion, DegreeLevel
from wutong.core.reference.models import AcademicUnit, ClassGroup
from wutong.core.reference.public import units_with_ancestors
from wutong.engines.audiences.criteria.words import between, listed, names_in, shown, span
from wutong.engines.audiences.registry import CriterionForm
from wutong.kernel import clock

Params = Mapping[str, Any]
FIRST_YEAR, LAST_YEAR = 1900, 2100


def year_field(label: Any) -> forms.IntegerField:
    """A year, four digits."""
    return forms.IntegerField(
        label=label, required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )


class StudyForm(CriterionForm):
    """All answers are about one and the same time of study."""

    units = forms.ModelMultipleChoiceField(
        label=gettext_lazy("College"),
        queryset=AcademicUnit.objects.filter(parent__isnull=True).order_by(
            F("valid_to").desc(nulls_first=True), "code"
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    lineage = forms.BooleanField(
        label=gettext_lazy("With what it grew out of"), required=False, initial=True
    )
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Level"),
        choices=DegreeLevel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    entry_from = year_field(gettext_lazy("Entered from"))
    entry_to = year_field(gettext_lazy("Entered until"))
    leave_from = year_field(gettext_lazy("Left from"))
    leave_to = year_field(gettext_lazy("Left until"))
    completion = forms.ChoiceField(
        label=gettext_lazy("Completion"),
        choices=[("", gettext_lazy("any")), *Completion.choices],
        required=False,
    )


def study_q(params: Params) -> Q:
    """One time of study that meets everything asked."""
    degrees = Degree.objects.filter(person=OuterRef("pk"))
    if units := params.get("units"):
        wanted = units_with_ancestors(units) if params.get("lineage", True) else units
        degrees = degrees.filter(unit_id__in=sorted(wanted))
    if levels := params.get("levels"):
        degrees = degrees.filter(level__in=levels)
    if completion := params.get("completion"):
        degrees = degrees.filter(completion=completion)
    degrees = degrees.filter(
        between("entry_year", params, "entry"), between("leave_year", params, "leave")
    )
    return Q(Exists(degrees))


def study_words(params: Params) -> str:
    parts = []
    if units := params.get("units"):
        names = listed(AcademicUnit.objects.filter(pk__in=units))
        parts.append(
            _("%(names)s with predecessors") % {"names": names}
            if params.get("lineage", True)
            else names
        )
    if levels := params.get("levels"):
        parts.append(listed(DegreeLevel(level).label for level in levels))
    if entered := span(params.get("entry_from"), params.get("entry_to")):
        parts.append(_("entered %(years)s") % {"years": entered})
    if left := span(params.get("leave_from"), params.get("leave_to")):
        parts.append(_("left %(years)s") % {"years": left})
    if completion := params.get("completion"):
        parts.append(str(Completion(completion).label))
    return _(", ").join(parts) or _("studied here")


def study_value(params: Params, person_id: int) -> str:
    """Every time of study: college, level, years."""
    degrees = Degree.objects.filter(person=person_id).select_related("unit")
    return shown(
        " ".join(
            str(part)
            for part in (
                degree.unit,
                DegreeLevel(degree.level).label,
                span(degree.entry_year, degree.leave_year),
            )
            if part
        )
        for degree in degrees.order_by("entry_year", "pk")
    )


class ClassForm(CriterionForm):
    """Classes by name: several are separated by commas."""

    names = forms.CharField(
        label=gettext_lazy("Class"),
        max_length=300,
        help_text=gettext_lazy("Name or part of it; several separated by commas."),
    )


def class_q(params: Params) -> Q:
    """In a class whose name contains one of the words."""
    wanted = Q()
    for name in names_in(params, "names"):
        wanted |= Q(name__icontains=name)
    if not wanted:
        return Q()
    classes = ClassGroup.objects.filter(wanted).values("pk")
    return Q(Exists(Degree.objects.filter(person=OuterRef("pk"), class_group__in=classes)))


def class_words(params: Params) -> str:
    return listed(names_in(params, "names"))


def class_value(params: Params, person_id: int) -> str:
    degrees = Degree.objects.filter(person=person_id, class_group__isnull=False)
    return shown(degrees.order_by("entry_year").values_list("class_group__name", flat=True))


class AnniversaryForm(CriterionForm):
    """Round years since leaving, counted in the year of today."""

    years = forms.CharField(
        label=gettext_lazy("Years since leaving"),
        max_length=100,
        initial="10, 20, 30, 40, 50",
        help_text=gettext_lazy("Numbers separated by commas."),
    )

    def clean_years(self) -> str:
        """Only numbers; kept as one text."""
        numbers = _numbers(self.cleaned_data["years"])
        if not numbers:
            raise forms.ValidationError(_("Please enter at least one number of years."))
        return ", ".join(map(str, numbers))


def _numbers(text: str) -> list[int]:
    parts = text.replace("，", ",").replace("、", ",").split(",")
    return sorted({int(part) for part in parts if part.strip().isdecimal() and int(part) < 120})


def anniversary_q(params: Params) -> Q:
    """Left exactly so many years before this year."""
    years = [clock.today().year - number for number in _numbers(str(params.get("years", "")))]
    return Q(Exists(Degree.objects.filter(person=OuterRef("pk"), leave_year__in=years)))


def anniversary_words(params: Params) -> str:
    return _("%(years)s years ago") % {"years": params.get("years", "")}


def anniversary_value(params: Params, person_id: int) -> str:
    years = Degree.objects.filter(person=person_id, leave_year__isnull=False)
    return shown(
        _("left %(years)s") % {"years": year}
        for year in years.order_by("leave_year").values_list("leave_year", flat=True)
    )
