"""Chosen by where people work, which organisations they belong to, which offices they hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.organisations.enums import (
    AppointmentRole,
    Industry,
    OrganisationKind,
    OrganisationStatus,
)
from wutong.core.organisations.models import Appointment, EmployerLink, Membership, Organisation
from wutong.core.organisations.public import in_office
from wutong.core.people.models import Employment
from wutong.core.reference.public import words_of
from wutong.engines.audiences.criteria.words import known, listed, names_in, shown
from wutong.engines.audiences.registry import CriterionForm
from wutong.kernel import clock
from wutong.ui.design.typography import as_day

Params = Mapping[str, Any]


class WorkForm(CriterionForm):
    """Where people work, as far as known."""

    employer = forms.CharField(
        label=gettext_lazy("Employer contains"), required=False, max_length=80
    )
    title = forms.CharField(label=gettext_lazy("Position contains"), required=False, max_length=80)
    industry = forms.CharField(
        label=gettext_lazy("Industry contains"), required=False, max_length=80
    )
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Industry (GB/T 4754)"),
        choices=Industry.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def work_q(params: Params) -> Q:
    """One present employment that meets everything asked; an employer also goes by the names of
    the organisation it was recognised as.
    """
    jobs = Employment.objects.filter(person=OuterRef("pk"), to_date__isnull=True)
    if employer := params.get("employer"):
        linked = EmployerLink.objects.filter(
            Q(organisation__name_zh__icontains=employer)
            | Q(organisation__name_en__icontains=employer)
            | Q(organisation__former_names__contains=[employer])
        )
        jobs = jobs.filter(Q(employer__icontains=employer) | Q(pk__in=linked.values("employment")))
    if title := params.get("title"):
        jobs = jobs.filter(title__icontains=title)
    if industry := params.get("industry"):
        jobs = jobs.filter(industry__icontains=industry)
    if sections := params.get("sections"):
        linked = EmployerLink.objects.filter(organisation__industry__in=sections)
        told = Q(industry__in=words_of(sections))
        jobs = jobs.filter(told | Q(pk__in=linked.values("employment")))
    return Q(Exists(jobs))


def work_words(params: Params) -> str:
    found = [params[name] for name in ("employer", "title", "industry") if params.get(name)]
    if sections := params.get("sections"):
        found.append(known(sections, dict(Industry.choices)))
    return listed(found) or _("employment known")


def work_value(params: Params, person_id: int) -> str:
    jobs = Employment.objects.filter(person=person_id, to_date__isnull=True)
    return shown(
        " ".join(part for part in row if part)
        for row in jobs.order_by("-as_of", "pk").values_list("employer", "title", "industry")
    ) or _("employment unknown")


class MemberForm(CriterionForm):
    """The organisations people belong to now."""

    chosen = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Alumni organisation"),
        queryset=Organisation.objects.filter(kind=OrganisationKind.ALUMNI)
        .exclude(status=OrganisationStatus.CLOSED)
        .order_by("alumni_type", "name_pinyin"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    names = forms.CharField(
        label=gettext_lazy("Or an organisation by name"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Name or part of it; several separated by commas."),
    )


def member_q(params: Params) -> Q:
    """Member today of one of the organisations; without any named, of any alumni organisation."""
    rows = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=clock.today()), person=OuterRef("pk")
    )
    wanted = Q()
    if chosen := params.get("chosen"):
        wanted |= Q(organisation__in=chosen)
    for name in names_in(params, "names"):
        wanted |= Q(organisation__name_zh__icontains=name)
        wanted |= Q(organisation__name_en__icontains=name)
    return Q(Exists(rows.filter(wanted or Q(organisation__kind=OrganisationKind.ALUMNI))))


def member_words(params: Params) -> str:
    found: list[object] = list(Organisation.objects.filter(pk__in=params.get("chosen", [])))
    return listed([*found, *names_in(params, "names")]) or _("any alumni organisation")


def member_value(params: Params, person_id: int) -> str:
    rows = Membership.objects.filter(person=person_id, valid_to__isnull=True)
    return shown(row.organisation for row in rows.select_related("organisation")) or _(
        "belongs to none"
    )


HELD = [
    ("now", gettext_lazy("hold it now")),
    ("ends", gettext_lazy("hold it, and the term ends within sixty days")),
    ("past", gettext_lazy("held it once and no longer")),
]


class AppointmentForm(CriterionForm):
    """The offices people hold or held."""

    roles = forms.MultipleChoiceField(
        label=pgettext_lazy("appointment", "Office"),
        choices=AppointmentRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    held = forms.ChoiceField(label=gettext_lazy("Whether"), choices=HELD)


def appointment_q(params: Params) -> Q:
    """Holds one of the offices today, held it once, or is to be asked about another term."""
    held, day = params.get("held", "now"), clock.today()
    rows = Appointment.objects.filter(person=OuterRef("pk"))
    if roles := params.get("roles"):
        rows = rows.filter(role__in=roles)
    current = in_office(day, rows)
    if held == "ends":
        return Q(Exists(current.filter(term_to__lte=day + timedelta(days=60))))
    if held == "past":
        return Q(Exists(rows.filter(appointed_on__lte=day))) & ~Q(Exists(current))
    return Q(Exists(current))


def appointment_words(params: Params) -> str:
    roles = known(params.get("roles", []), dict(AppointmentRole.choices)) or _("any office")
    return _("%(offices)s (%(when)s)") % {
        "offices": roles,
        "when": dict(HELD).get(params.get("held", "now"), ""),
    }


def appointment_value(params: Params, person_id: int) -> str:
    rows = Appointment.objects.filter(person=person_id, appointed_on__isnull=False)
    rows = rows.select_related("organisation", "unit", "class_group")
    return shown(
        _("%(office)s until %(day)s") % {"office": row.office, "day": as_day(row.term_to)}
        if row.term_to
        else row.office
        for row in rows.order_by("-term_from")[:3]
    ) or _("never held an office")
