"""What the page of an appointment offers: the appointed liaison gets the link to the class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wutong.core.organisations.enums import AppointmentRole, AppointmentState
from wutong.core.organisations.registry import AppointmentOffer
from wutong.core.people.public import best_email
from wutong.platform.access.public import can, scope
from wutong.programs.rosters import rules
from wutong.programs.rosters.models import ClassRoster, RosterKeeper
from wutong.programs.rosters.selectors import classmates_of

if TYPE_CHECKING:
    from wutong.core.organisations.models import Appointment
    from wutong.platform.accounts.models import User


def offer_link(user: User, appointment: Appointment) -> AppointmentOffer | None:
    """For an appointed class liaison who has no link yet and is on the list of the class."""
    group = appointment.class_group
    if (
        group is None
        or appointment.role != AppointmentRole.LIAISON
        or appointment.state != AppointmentState.APPOINTED
        or not can(user, rules.CHANGE)
        or not scope(user, ClassRoster).filter(pk=group.pk).exists()
    ):
        return None
    person_id = appointment.person_id
    if RosterKeeper.objects.filter(
        class_group=group, person=person_id, ended_at__isnull=True
    ).exists():
        return None
    if not classmates_of(group).filter(pk=person_id, deceased=False).exists():
        return None
    by_mail = best_email(person_id) is not None
    return AppointmentOffer(
        label=_("Invite by e-mail to look after the class")
        if by_mail
        else _("Make the link to the class"),
        icon="mail" if by_mail else "link",
        url=reverse("office:rosters-do", args=[group.pk]),
        name="do",
        value=f"{'invite' if by_mail else 'link'}:{person_id}",
    )
