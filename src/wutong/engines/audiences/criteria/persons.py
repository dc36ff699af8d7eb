"""Chosen by who people are, and to which groups they belong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.enums import MEMBERSHIP_CHOICES, Language, Sex, StateKind
from wutong.core.people.models import Person, PersonState
from wutong.core.people.public import search
from wutong.engines.audiences.criteria.words import known, listed, span
from wutong.engines.audiences.registry import CriterionForm
from wutong.kernel import clock
from wutong.ui.design.typography import as_day

Params = Mapping[str, Any]
YES_NO = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]


def _months() -> list[tuple[str, str]]:
    return [(str(number), date_format(date(2000, number, 1), "F")) for number in range(1, 13)]


class PersonForm(CriterionForm):
    """By name, sex and month of birth."""

    text = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("As in the search: a name or part of it, pinyin, a student number."),
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"),
        choices=[
            ("", gettext_lazy("any")),
            (Sex.MALE, Sex.MALE.label),
            (Sex.FEMALE, Sex.FEMALE.label),
        ],
        required=False,
    )
    months = forms.MultipleChoiceField(
        label=gettext_lazy("Born in"),
        choices=_months,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def person_q(params: Params) -> Q:
    """The search's hits, of that sex, born in one of the months."""
    condition = Q()
    if text := params.get("text"):
        condition &= Q(pk__in=search(text, people=Person.objects.all()).order_by().values("pk"))
    if sex := params.get("sex"):
        condition &= Q(sex=sex)
    if months := params.get("months"):
        condition &= Q(birth_date__month__in=[int(month) for month in months])
    return condition


def person_words(params: Params) -> str:
    parts = [str(params["text"])] if params.get("text") else []
    if sex := params.get("sex"):
        parts.append(str(Sex(sex).label))
    if months := params.get("months"):
        parts.append(_("born in %(months)s") % {"months": known(months, dict(_months()))})
    return _(", ").join(parts) or _("anybody")


def person_value(params: Params, person_id: int) -> str:
    found = Person.objects.only("name", "sex", "birth_date").get(pk=person_id)
    parts = [found.name]
    if params.get("sex"):
        parts.append(str(Sex(found.sex).label))
    if params.get("months"):
        parts.append(as_day(found.birth_date) if found.birth_date else _("date of birth unknown"))
    return _(", ").join(parts)


class LanguageForm(CriterionForm):
    """The language people are written to in."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)


def language_q(params: Params) -> Q:
    return Q(language=params.get("language", Language.CHINESE))


def language_words(params: Params) -> str:
    return str(Language(params.get("language", Language.CHINESE)).label)


def language_value(params: Params, person_id: int) -> str:
    return str(Language(Person.objects.values_list("language", flat=True).get(pk=person_id)).label)


class AgeForm(CriterionForm):
    """Completed years of age today; people without a date of birth are left out."""

    age_from = forms.IntegerField(
        label=gettext_lazy("Age from"), required=False, min_value=0, max_value=130
    )
    age_to = forms.IntegerField(
        label=gettext_lazy("Age until"), required=False, min_value=0, max_value=130
    )


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def age_q(params: Params) -> Q:
    """Born on or before the day that makes them old enough, after the one that is too old."""
    condition = Q(birth_date__isnull=False)
    if low := params.get("age_from"):
        condition &= Q(birth_date__lte=_years_before(clock.today(), int(low)))
    if high := params.get("age_to"):
        condition &= Q(birth_date__gt=_years_before(clock.today(), int(high) + 1))
    return condition


def age_words(params: Params) -> str:
    return span(params.get("age_from"), params.get("age_to")) or _("date of birth known")


def age_value(params: Params, person_id: int) -> str:
    born = Person.objects.values_list("birth_date", flat=True).get(pk=person_id)
    if born is None:
        return _("date of birth unknown")
    now = clock.today()
    return str(now.year - born.year - ((now.month, now.day) < (born.month, born.day)))


class MembershipForm(CriterionForm):
    """The groups people belong to now."""

    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Belongs to"),
        choices=MEMBERSHIP_CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )


def membership_q(params: Params) -> Q:
    states = PersonState.objects.filter(
        person=OuterRef("pk"),
        kind=StateKind.MEMBERSHIP,
        value__in=params.get("groups", []),
        valid_to__isnull=True,
    )
    return Q(Exists(states))


def membership_words(params: Params) -> str:
    return known(params.get("groups", []), dict(MEMBERSHIP_CHOICES))


def membership_value(params: Params, person_id: int) -> str:
    states = PersonState.objects.filter(
        person=person_id, kind=StateKind.MEMBERSHIP, valid_to__isnull=True
    )
    labels = dict(MEMBERSHIP_CHOICES)
    return listed(labels.get(value, value) for value in states.values_list("value", flat=True))
