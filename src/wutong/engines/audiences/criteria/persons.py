"""Chosen by who people are, where they live and whether we can reach them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.enums import (
    MEMBERSHIP_CHOICES,
    ContactState,
    Language,
    LifeState,
    StateKind,
)
from wutong.core.people.models import Employment, PersonState
from wutong.core.reference.models import Region
from wutong.engines.audiences.criteria.words import listed, span
from wutong.engines.audiences.registry import CriterionForm
from wutong.kernel import clock

if TYPE_CHECKING:
    from datetime import date

Params = Mapping[str, Any]
YES_NO = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]


class PlaceForm(CriterionForm):
    """Provinces and countries, with everything in them."""

    regions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Place"),
        queryset=Region.objects.filter(parent__isnull=True).order_by("is_overseas", "code"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    overseas = forms.ChoiceField(
        label=gettext_lazy("Overseas"),
        choices=[("", gettext_lazy("any")), *YES_NO],
        required=False,
    )


def place_q(params: Params) -> Q:
    """Lives in one of the places or in a part of it."""
    condition = Q()
    if regions := params.get("regions"):
        condition &= Q(region__in=regions) | Q(region__parent__in=regions)
        condition |= Q(region__parent__parent__in=regions)
    if overseas := params.get("overseas"):
        condition &= Q(region__is_overseas=overseas == "yes")
    return condition


def place_words(params: Params) -> str:
    parts = []
    if regions := params.get("regions"):
        parts.append(listed(Region.objects.filter(pk__in=regions)))
    if overseas := params.get("overseas"):
        parts.append(_("overseas") if overseas == "yes" else _("in China"))
    return _(", ").join(parts) or _("anywhere")


class LanguageForm(CriterionForm):
    """The language people are written to in."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)


def language_q(params: Params) -> Q:
    return Q(language=params.get("language", Language.CHINESE))


def language_words(params: Params) -> str:
    return str(Language(params.get("language", Language.CHINESE)).label)


REACH = [
    ("contactable", ContactState.CONTACTABLE.label),
    ("email", gettext_lazy("has a working e-mail address")),
    ("lost", ContactState.LOST.label),
    ("deceased", LifeState.DECEASED.label),
    ("living", gettext_lazy("living")),
]


class ReachForm(CriterionForm):
    """Whether we can reach people."""

    reach = forms.ChoiceField(label=gettext_lazy("Can be reached"), choices=REACH)


def reach_q(params: Params) -> Q:
    return {
        "contactable": Q(contactable=True, deceased=False),
        "email": Q(email_ok=True, deceased=False),
        "lost": Q(contactable=False, deceased=False),
        "deceased": Q(deceased=True),
        "living": Q(deceased=False),
    }[params.get("reach", "contactable")]


def reach_words(params: Params) -> str:
    return str(dict(REACH)[params.get("reach", "contactable")])


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
    labels = dict(MEMBERSHIP_CHOICES)
    return listed(labels.get(group, group) for group in params.get("groups", []))


class WorkForm(CriterionForm):
    """Where people work, as far as known."""

    employer = forms.CharField(
        label=gettext_lazy("Employer contains"), required=False, max_length=80
    )
    industry = forms.CharField(
        label=gettext_lazy("Industry contains"), required=False, max_length=80
    )


def work_q(params: Params) -> Q:
    jobs = Employment.objects.filter(person=OuterRef("pk"), to_date__isnull=True)
    if employer := params.get("employer"):
        jobs = jobs.filter(employer__icontains=employer)
    if industry := params.get("industry"):
        jobs = jobs.filter(industry__icontains=industry)
    return Q(Exists(jobs))


def work_words(params: Params) -> str:
    found = [params[name] for name in ("employer", "industry") if params.get(name)]
    return listed(found) or _("employment known")
