"""Who holds which office, and whose term ends soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from wutong.core.organisations.enums import AppointmentState
from wutong.core.organisations.models import Appointment
from wutong.kernel.clock import today

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

DUE_WITHIN = timedelta(days=60)


def in_office(day: date, appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Those of ``appointments`` that were held on ``day``."""
    return appointments.filter(
        Q(term_to__isnull=True) | Q(term_to__gte=day),
        Q(ended_on__isnull=True) | Q(ended_on__gt=day),
        appointed_on__lte=day,
        term_from__lte=day,
    )


def due_for_renewal(
    appointments: QuerySet[Appointment], *, within: timedelta = DUE_WITHIN
) -> QuerySet[Appointment]:
    """Appointments in force whose term ends within ``within`` from today, or has ended."""
    return appointments.filter(
        state=AppointmentState.APPOINTED, term_to__isnull=False, term_to__lte=today() + within
    )


@dataclass(frozen=True)
class Holder:
    """Somebody who holds an office in a class; ``is_held`` is False while it is only proposed."""

    appointment_id: int
    person_id: int
    name: str
    term_to: date | None
    letter: str
    is_held: bool


def holders_in_class(class_group_id: int, *, role: str) -> list[Holder]:
    """Who holds or is to hold the office in this class, the first appointed first; who of them a
    reader may see is the caller's business.
    """
    standing = Appointment.objects.filter(
        class_group=class_group_id,
        role=role,
        state__in=(AppointmentState.PROPOSED, AppointmentState.APPOINTED),
    )
    return [
        Holder(
            appointment_id=item.pk,
            person_id=item.person_id,
            name=item.person.name,
            term_to=item.term_to,
            letter=item.document.number_text if item.document else "",
            is_held=item.state == AppointmentState.APPOINTED,
        )
        for item in standing.select_related("person", "document").order_by("term_from", "pk")
    ]
