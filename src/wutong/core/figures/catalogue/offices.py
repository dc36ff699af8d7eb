"""Appointments and organisations: who first took an office on, who holds one, how many bodies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, Sum, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.figures.drilldown import Column, DrillDown
from wutong.core.figures.enums import Rule, Unit
from wutong.core.figures.registry import (
    Batch,
    DataSource,
    Figure,
    Reading,
    Reason,
    batches,
    figures,
    sources,
)
from wutong.core.organisations.enums import (
    AlumniType,
    AppointmentRole,
    AppointmentState,
    OrganisationKind,
    OrganisationStatus,
)
from wutong.core.organisations.models import Appointment, Membership, Organisation
from wutong.core.organisations.public import in_office
from wutong.core.reference.enums import SourceGrade
from wutong.platform.access.registry import scopers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from wutong.core.figures.periods import Period
    from wutong.platform.access.public import Scopes

SOURCE = "offices"
MEMBERS = "organisations.members"


def _offices(scopes: Scopes, role: str) -> QuerySet[Appointment]:
    found: QuerySet[Appointment] = scopers.get(Appointment._meta.label)(scopes, "view")
    held = found.filter(role=role, person__merged_into__isnull=True)
    return held.exclude(state=AppointmentState.PROPOSED)


def _people(rows: QuerySet[Appointment]) -> DrillDown:
    """One row a person, whatever the number of terms."""
    people = (
        rows.order_by()
        .values("person_id")
        .annotate(
            name=F("person__name"),
            pinyin=F("person__name_pinyin"),
            first_day=Min("appointed_on"),
            term_to=Min("term_to"),
            letter=Min("document__number_text"),
            terms=Count("pk"),
        )
    )
    return DrillDown(
        queryset=people,
        keys=("person_id",),
        order=("pinyin", "person_id"),
        columns=(
            Column("name", _("Name"), opens=("person", "person_id")),
            Column("first_day", _("Appointed on")),
            Column("term_to", _("Term to"), blank="–"),
            Column("letter", pgettext_lazy("appointment", "Letter"), blank="–"),
        ),
    )


def first_appointed(period: Period, scopes: Scopes, *, role: str) -> DrillDown:
    """People who first became ``role`` within the period: a renewal counts nobody again."""
    before = Appointment.objects.filter(
        person=OuterRef("person"), role=role, appointed_on__lt=period.start
    )
    rows = _offices(scopes, role).filter(
        ~Exists(before), appointed_on__gte=period.start, appointed_on__lte=period.end
    )
    return _people(rows)


def holding(period: Period, scopes: Scopes, *, role: str) -> DrillDown:
    """People in office on the last day of the period."""
    return _people(in_office(period.end, _offices(scopes, role)))


def _bodies(period: Period, scopes: Scopes) -> QuerySet[Organisation]:
    found: QuerySet[Organisation] = scopers.get(Organisation._meta.label)(scopes, "view")
    return found.filter(
        Q(founded_on__isnull=True) | Q(founded_on__lte=period.end), kind=OrganisationKind.ALUMNI
    ).exclude(status=OrganisationStatus.CLOSED)


def body_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row an alumni organisation."""
    rows = _bodies(period, scopes).values(
        "name_zh", "alumni_type", "founded_on", "status",
        organisation_id=F("pk"), pinyin=F("name_pinyin"), place=F("region__name_zh"),
    )  # fmt: skip
    return DrillDown(
        queryset=rows,
        keys=("organisation_id",),
        order=("pinyin", "organisation_id"),
        columns=(
            Column("name_zh", _("Name"), opens=("organisation", "organisation_id")),
            Column("alumni_type", _("Type"), show=_type_words),
            Column("place", pgettext_lazy("person", "Place"), blank="–"),
            Column("founded_on", _("Founded on"), blank="–"),
        ),
    )


def _type_words(value: Any) -> str:
    return str(AlumniType(value).label) if value else "–"


def _memberships(scopes: Scopes) -> QuerySet[Membership]:
    found: QuerySet[Membership] = scopers.get(Membership._meta.label)(scopes, "view")
    return found.filter(
        person__merged_into__isnull=True, organisation__kind=OrganisationKind.ALUMNI
    )


def _on_the_last_day(period: Period) -> Q:
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=period.end)
    return lasting & Q(valid_from__lte=period.end)


def count_members(periods: Sequence[Period], scopes: Scopes) -> dict[tuple[str, Period], Reading]:
    """Members at the ends of several periods in one pass over the memberships: first each person
    with the days on which they belong somewhere, so that nothing is sorted to tell people apart.
    """
    days = {
        f"at_{place}": Max(Case(When(_on_the_last_day(period), then=1), default=0))
        for place, period in enumerate(periods)
    }
    people = _memberships(scopes).order_by().values("person_id").annotate(**days)
    found = people.aggregate(**{f"people_{name}": Sum(name) for name in days})
    return {
        (MEMBERS, period): Reading(value or 0, {SourceGrade.C.value: value or 0})
        for period, value in zip(periods, found.values(), strict=True)
    }


def member_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row a person who belongs to an alumni organisation on the last day of the period."""
    rows = _memberships(scopes).filter(_on_the_last_day(period))
    people = (
        rows.order_by()
        .values("person_id")
        .annotate(
            name=F("person__name"),
            pinyin=F("person__name_pinyin"),
            since=Min("valid_from"),
            bodies=Count("organisation", distinct=True),
        )
    )
    return DrillDown(
        queryset=people,
        counted=rows.order_by().values("person_id").distinct(),
        keys=("person_id",),
        order=("pinyin", "person_id"),
        columns=(
            Column("name", _("Name"), opens=("person", "person_id")),
            Column("bodies", _("Organisations"), numeric=True),
            Column("since", _("Since")),
        ),
    )


def changes_since(period: Period, moment: datetime) -> list[Reason]:
    """Appointments of the period that were entered or changed after ``moment``."""
    count = Appointment.objects.filter(updated_at__gt=moment, appointed_on__lte=period.end).count()
    text = _("appointments up to the end of the period were entered or changed later")
    return [Reason(text, count)] if count else []


sources.register(
    SOURCE,
    DataSource(SOURCE, _("Organisations and appointments"), changes_since=changes_since),
)
_COMMON: dict[str, Any] = {"source": SOURCE, "source_grade": SourceGrade.A, "section": "alumni"}
_ROLES = (
    (
        "ambassadors",
        AppointmentRole.AMBASSADOR,
        _("Alumni ambassadors appointed"),
        _(
            "Distinct people who first became alumni ambassadors within the period, by the day of"
            " the appointment; a renewal counts nobody again."
        ),
        _("Alumni ambassadors in office"),
        _("Distinct people who held the office of an alumni ambassador on the last day."),
    ),
    (
        "mentors",
        AppointmentRole.MENTOR,
        _("Mentors appointed"),
        _("Distinct people who first became mentors within the period."),
        _("Mentors in office"),
        _("Distinct people who held the office of a mentor on the last day of the period."),
    ),
)
for place, (key, role, title, definition, held_title, held_definition) in enumerate(_ROLES):
    figures.add(
        Figure(
            code=f"appointments.{key}",
            title=title,
            definition=definition,
            unit=Unit.PERSON,
            rule=Rule.PEOPLE,
            rows=partial(first_appointed, role=role.value),
            **_COMMON,
        ),
        order=60 + 2 * place,
    )
    figures.add(
        Figure(
            code=f"appointments.{key}_in_office",
            title=held_title,
            definition=held_definition,
            unit=Unit.PERSON,
            rule=Rule.PEOPLE,
            as_at=True,
            rows=partial(holding, role=role.value),
            **_COMMON,
        ),
        order=61 + 2 * place,
    )
figures.add(
    Figure(
        code="organisations.alumni",
        title=_("Alumni organisations"),
        definition=_(
            "Alumni organisations of every type founded by the last day of the period, those"
            " closed by today left out."
        ),
        unit=Unit.ORGANISATION,
        rule=Rule.ORGANISATIONS,
        as_at=True,
        rows=body_rows,
        **_COMMON,
    ),
    order=70,
)
batches.register(MEMBERS, Batch(MEMBERS, SOURCE, count_members))
figures.add(
    Figure(
        code=MEMBERS,
        title=_("Members of alumni organisations"),
        definition=_(
            "Distinct people who belonged to at least one alumni organisation on the last day of"
            " the period."
        ),
        unit=Unit.PERSON,
        rule=Rule.PEOPLE,
        as_at=True,
        rows=member_rows,
        batch=MEMBERS,
        **{**_COMMON, "source_grade": SourceGrade.C},
    ),
    order=71,
)
