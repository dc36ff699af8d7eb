"""Who sees which organisations, members and appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from wutong.core.organisations.models import (
    Appointment,
    AppointmentBatch,
    Membership,
    Organisation,
)
from wutong.core.people.models import Person
from wutong.core.people.registry import person_sights
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import AcademicUnit
from wutong.core.reference.public import units_with_ancestors
from wutong.platform.access.registry import (
    Permission,
    ScopeKind,
    Scopes,
    register_permissions,
    scope_kinds,
    scoper,
    scopers,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

VIEW = "organisations.record.view"
CHANGE = "organisations.record.change"
EXPORT = "organisations.record.export"
MEMBERS = "organisations.member.change"
GRANT = "organisations.export.approve"
APPOINTMENTS = "appointments.record.view"
APPOINT = "appointments.record.change"
LETTERS = "appointments.letter.view"
APPOINTMENTS_EXPORT = "appointments.record.export"

register_permissions(
    Permission(VIEW, _("Look organisations up")),
    Permission(CHANGE, _("Add and change organisations")),
    Permission(EXPORT, _("Take lists of organisations out as files")),
    Permission(MEMBERS, _("Say who belongs to an organisation")),
    Permission(GRANT, _("Allow an officer to take the list of members out")),
    Permission(APPOINTMENTS, _("Look appointments up")),
    Permission(APPOINT, _("Make, renew, hand over and end appointments")),
    Permission(LETTERS, _("Fetch letters of appointment")),
    Permission(APPOINTMENTS_EXPORT, _("Take lists of appointments out as files")),
)


def _keys(scopes: Scopes) -> list[int]:
    return [int(ref) for ref in sorted(scopes.organisations) if ref.isdecimal()]


def members_seen(scopes: Scopes) -> Q | None:
    """Officers see the members of their organisations as they are now, and nobody else."""
    keys = _keys(scopes)
    if not keys:
        return None
    belongs = Membership.objects.filter(
        person=OuterRef("pk"), organisation__in=keys, valid_to__isnull=True
    )
    return Q(Exists(belongs))


person_sights.register("organisations", members_seen)


def _people(scopes: Scopes, action: str) -> QuerySet[Person]:
    found: QuerySet[Person] = scopers.get(Person._meta.label)(scopes, action)
    return found.order_by()


def _units(scopes: Scopes) -> list[int]:
    colleges = AcademicUnit.objects.filter(code__in=scopes.colleges)
    return sorted(units_with_ancestors(colleges.values_list("pk", flat=True)))


@scoper(Organisation)
def organisation_scope(scopes: Scopes, action: str) -> QuerySet[Organisation]:
    """Staff all; officers their own; coordinators the organisations of their college."""
    organisations = Organisation.objects.all()
    if scopes.everything:
        return organisations
    seen = Q(pk__in=_keys(scopes))
    if scopes.colleges:
        units = _units(scopes)
        seen |= Q(host_unit__in=units) | Q(class_group__unit__in=units)
    return organisations.filter(seen)


def _of_people_and_organisations(scopes: Scopes, action: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows of people in sight; limited users only where the organisation, too, is in sight or
    there is none.
    """
    if scopes.everything:
        if scopes.cleared:
            return rows
        return rows.filter(person__grade__lt=Grade.SENSITIVE)
    rows = rows.filter(person__in=_people(scopes, action).values("pk"))
    return rows.filter(
        Q(organisation__isnull=True)
        | Q(organisation__in=organisation_scope(scopes, action).values("pk"))
    )


@scoper(Membership)
def membership_scope(scopes: Scopes, action: str) -> QuerySet[Membership]:
    """Both the person and the organisation are in sight."""
    return _of_people_and_organisations(scopes, action, Membership.objects.all())


@scoper(Appointment)
def appointment_scope(scopes: Scopes, action: str) -> QuerySet[Appointment]:
    """Officers see the appointments in their organisations; coordinators those of their people
    outside organisations that are not theirs.
    """
    rows = _of_people_and_organisations(scopes, action, Appointment.objects.all())
    if scopes.everything or scopes.colleges:
        return rows
    return rows.filter(organisation__isnull=False)


@scoper(AppointmentBatch)
def batch_scope(scopes: Scopes, action: str) -> QuerySet[AppointmentBatch]:
    """Batches are the work of those who see the whole university."""
    batches = AppointmentBatch.objects.all()
    return batches if scopes.everything else batches.none()


def _choices() -> list[tuple[str, str]]:
    rows = Organisation.objects.filter(kind="alumni").exclude(status="closed")
    return [(str(row.pk), str(row)) for row in rows.defer("search_tokens", "note")]


def _label(ref: str) -> str:
    found = Organisation.objects.filter(pk=int(ref)).first() if ref.isdecimal() else None
    return str(found) if found else ref


scope_kinds.register("organisation", ScopeKind(_("Alumni organisation"), _choices, _label))
