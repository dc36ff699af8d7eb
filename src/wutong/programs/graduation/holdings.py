"""What this room holds about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import Holding, holdings, reads, rows_of
from wutong.programs.graduation.models import Intake, IntakeMember

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject


def _leave(actor: Actor, subject: Subject) -> int:
    """The row goes, and the student number among those who were to be liaisons."""
    numbers = set(subject.values("student_no"))
    rows = rows_of(IntakeMember, subject, by="person_id", kind="person")
    for intake in Intake.objects.filter(pk__in=rows.values("intake_id")):
        kept = [number for number in intake.liaisons if str(number) not in numbers]
        if kept != intake.liaisons:
            Intake.objects.filter(pk=intake.pk).update(liaisons=kept)
    return rows.delete()[0]


holdings.register(
    "graduation.members",
    Holding(
        title=_("The intake of graduates you came with"),
        purpose=_("To take an intake back."),
        fate=Fate.ERASE,
        read=reads(IntakeMember, "intake", "class_group"),
        erase=_leave,
        tables=("graduation_intakemember",),
    ),
    order=8,
)
