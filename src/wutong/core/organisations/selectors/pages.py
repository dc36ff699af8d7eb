"""What the page of an organisation tells: who belongs to it, who works there, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.core.organisations.enums import AppointmentState
from wutong.core.organisations.models import Appointment, EmployerLink, Membership, Organisation
from wutong.core.organisations.selectors.offices import DUE_WITHIN, in_office
from wutong.core.people.models import Employment
from wutong.core.people.public import latest_studies, masked_reach, study_label, visible_people
from wutong.kernel.clock import today
from wutong.platform.access.public import can, live_grant, scope
from wutong.platform.access.registry import Scopes, scopers
from wutong.platform.accounts.models import User
from wutong.ui.design.typography import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from wutong.platform.access.models import PermissionGrant

OFFICERS_SHOWN, MEMBERS_SHOWN, ALUMNI_SHOWN, EVENTS_SHOWN = 30, 10, 12, 60
DUE_DAYS = DUE_WITHIN.days
MEMBERS_EXPORT = "people.record.export"


def count_parts(organisations: Iterable[Organisation]) -> None:
    """Give each its present `members` and `alumni_here`, in two queries for all."""
    rows: list[Any] = list(organisations)
    keys = [row.pk for row in rows]
    members = _counts(Membership.objects.filter(organisation__in=keys, valid_to__isnull=True))
    alumni = _counts(
        EmployerLink.objects.filter(organisation__in=keys, employment__to_date__isnull=True),
        of="employment__person",
    )
    for row in rows:
        row.members = members.get(row.pk, 0) if row.is_alumni else None
        row.alumni_here = alumni.get(row.pk, 0) if not row.is_alumni else None


def _counts(rows: QuerySet[Any], of: str = "person") -> dict[int, int]:
    return dict(
        rows.order_by()
        .values_list("organisation")
        .annotate(number=Count(of, distinct=True))
        .values_list("organisation", "number")
    )


def dress_members(rows: Iterable[Any]) -> None:
    """Give memberships the person's `study`, masked `reach` and the `office` held there now."""
    memberships = list(rows)
    ids = [row.person_id for row in memberships]
    studies, reach = latest_studies(ids), masked_reach(ids)
    offices: dict[tuple[int, int], str] = {}
    held = in_office(today(), Appointment.objects.filter(person__in=ids))
    for item in held.filter(organisation__in={row.organisation_id for row in memberships}):
        offices[item.person_id, item.organisation_id or 0] = item.office
    for row in memberships:
        row.study = studies.get(row.person_id)
        row.reach = reach.get(row.person_id, {})
        row.office = offices.get((row.person_id, row.organisation_id), "")


def dress_appointments(rows: Iterable[Any]) -> None:
    """Give appointments the person's `study`."""
    appointments = list(rows)
    studies = latest_studies(row.person_id for row in appointments)
    for row in appointments:
        row.study = studies.get(row.person_id)


@dataclass(frozen=True)
class AlumnusThere:
    """Somebody who works or worked at an organisation."""

    person_id: int
    name: str
    study: str
    title: str
    since: date | None
    until: date | None


def alumni_at(organisation: Organisation, user: User) -> tuple[list[AlumnusThere], int]:
    """Those whom ``user`` may see who work there, and how many; former ones come last."""
    jobs = Employment.objects.filter(
        pk__in=EmployerLink.objects.filter(organisation=organisation).values("employment"),
        person__in=visible_people(user).filter(deceased=False).values("pk"),
    )
    shown = list(jobs.select_related("person").order_by("to_date", "-from_date")[:ALUMNI_SHOWN])
    shown.sort(key=lambda job: (job.to_date is not None, job.person.name_pinyin))
    studies = latest_studies(job.person_id for job in shown)
    people = [
        AlumnusThere(
            person_id=job.person_id,
            name=job.person.name,
            study=study_label(studies.get(job.person_id)),
            title=job.title,
            since=job.from_date,
            until=job.to_date,
        )
        for job in shown
    ]
    return people, jobs.values("person").distinct().count()


@dataclass(frozen=True)
class Event:
    """Something in the life of an organisation."""

    when: date
    title: str
    detail: str = ""
    url: str = ""
    whole_year: bool = False


def events_of(organisation: Organisation, user: User) -> list[tuple[int, list[Event]]]:
    """Founded, who took and left which office, how many joined: by year, youngest first."""
    events: list[Event] = []
    if organisation.founded_on:
        events.append(Event(organisation.founded_on, _("Founded")))
    offices = scope(user, Appointment).filter(organisation=organisation)
    rows = offices.exclude(state=AppointmentState.PROPOSED).select_related("person")
    for item in rows.order_by("-appointed_on")[:EVENTS_SHOWN]:
        detail = item.office
        if item.appointed_on:
            title = _("%(name)s was appointed") % {"name": item.person.name}
            events.append(Event(item.appointed_on, title, detail))
        if item.ended_on and item.ended_on <= today() and item.appointed_on:
            title = _("%(name)s left office") % {"name": item.person.name}
            events.append(Event(item.ended_on, title, detail))
    events += _joined(organisation)
    years: dict[int, list[Event]] = {}
    for event in sorted(events, key=lambda event: event.when, reverse=True)[:EVENTS_SHOWN]:
        years.setdefault(event.when.year, []).append(event)
    return list(years.items())


def _joined(organisation: Organisation) -> list[Event]:
    rows = (
        Membership.objects.filter(organisation=organisation)
        .annotate(year=ExtractYear("valid_from"))
        .values("year")
        .annotate(number=Count("id"))
        .values_list("year", "number")
    )
    return [
        Event(
            today().replace(year=year, month=1, day=1),
            ngettext("%(count)s member joined", "%(count)s members joined", number)
            % {"count": exact(number)},
            whole_year=True,
        )
        for year, number in rows
    ]


@dataclass(frozen=True)
class OfficerAccount:
    """An account that sees one organisation, and whether it may take the list out now."""

    user: User
    grant: PermissionGrant | None


def officer_accounts(organisation: Organisation) -> list[OfficerAccount]:
    """The accounts limited to the organisation."""
    users = User.objects.filter(
        is_active=True,
        role_assignments__scope_kind="organisation",
        role_assignments__scope_ref=str(organisation.pk),
    ).distinct()
    return [
        OfficerAccount(user, live_grant(user, MEMBERS_EXPORT))
        for user in users.order_by("display_name")
    ]


def may_export_members(user: User) -> bool:
    """Whether ``user`` may take lists of people out now."""
    return can(user, MEMBERS_EXPORT)


def organisations_within(scopes: Scopes) -> QuerySet[Organisation]:
    """Organisations in sight, for rooms that count them."""
    found: QuerySet[Organisation] = scopers.get(Organisation._meta.label)(scopes, "view")
    return found


def memberships_and_offices(
    person_id: int, user: User
) -> tuple[Sequence[Membership], Sequence[Appointment]]:
    """What ``user`` may see of a person's memberships and offices, youngest first."""
    memberships = scope(user, Membership).filter(person=person_id)
    offices = scope(user, Appointment).filter(person=person_id)
    return (
        list(memberships.select_related("organisation").order_by("-valid_from")),
        list(
            offices.select_related("organisation", "unit", "class_group", "document").order_by(
                "-term_from", "-id"
            )
        ),
    )
