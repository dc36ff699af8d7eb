"""By which calendar somebody keeps the birthday."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.core.people.public import people_labels
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.programs.moments.enums import BirthdayCalendar
from wutong.programs.moments.models import BirthdayChoice

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor


@transaction.atomic
def choose_calendar(*, actor: Actor, person_id: int, lunar: bool) -> None:
    """Solar, or lunar."""
    rows = BirthdayChoice.objects.filter(person=person_id)
    if lunar:
        BirthdayChoice.objects.update_or_create(
            person_id=person_id,
            defaults={"calendar": BirthdayCalendar.LUNAR, "changed_at": clock.now()},
        )
    elif not rows.delete()[0]:
        return
    record(
        actor=actor,
        verb="birthday.calendar",
        subject=f"person:{person_id}",
        subject_label=people_labels([person_id]).get(person_id, ""),
        data={"lunar": lunar},
    )
