"""The office behind the link: a liaison appointed with a numbered letter, and that ended again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.core.organisations.enums import AppointmentRole
from wutong.core.organisations.public import (
    Office,
    appoint,
    end_appointment,
    holders_in_class,
    propose_appointment,
    years_later,
)
from wutong.kernel.clock import today

if TYPE_CHECKING:
    from wutong.core.organisations.public import Holder
    from wutong.core.reference.models import ClassGroup
    from wutong.kernel.actors import Actor
    from wutong.programs.rosters.models import RosterKeeper

BODY = "association"
TERM_YEARS = 3


def liaisons_in_office(class_group: ClassGroup) -> dict[int, Holder]:
    """Who is appointed liaison of the class, or is to be, by person."""
    holders = holders_in_class(class_group.pk, role=AppointmentRole.LIAISON)
    return {holder.person_id: holder for holder in holders}


@transaction.atomic
def appoint_liaison(*, actor: Actor, keeper: RosterKeeper) -> str:
    """Appoint whoever looks after the class, in the name of the association for three years from
    today; one who is proposed already is appointed as proposed. The number of the letter.
    """
    holder = liaisons_in_office(keeper.class_group).get(keeper.person_id)
    if holder is None:
        start = today()
        office = Office(
            role=AppointmentRole.LIAISON,
            body=BODY,
            term_from=start,
            term_to=years_later(start, TERM_YEARS),
            class_group=keeper.class_group,
        )
        made = propose_appointment(actor=actor, person_id=keeper.person_id, office=office)
        appointment_id = made.pk
    else:
        appointment_id = holder.appointment_id
    done = appoint(actor=actor, appointment_id=appointment_id)
    return done.document.number_text if done.document else ""


def end_office(*, actor: Actor, holder: Holder) -> None:
    """The appointment ends today; the link is another matter."""
    end_appointment(
        actor=actor,
        appointment_id=holder.appointment_id,
        reason=_("No longer looks after the class."),
    )
