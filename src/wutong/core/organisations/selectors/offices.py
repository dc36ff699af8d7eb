"""Who holds which office, and whose term ends soon."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from wutong.core.organisations.enums import AppointmentState
from wutong.kernel.clock import today

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from wutong.core.organisations.models import Appointment

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
