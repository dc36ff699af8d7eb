"""What this room holds about a person: how they keep the birthday, and letters to the future."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import Holding, holdings, reads
from wutong.programs.moments.models import Arrival, BirthdayChoice, Capsule

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject


def _erase(actor: Actor, subject: Subject) -> int:
    """Letters they wrote go unread; those of others to them are theirs no longer."""
    people = subject.ids("person")
    gone = Arrival.objects.filter(person__in=people).delete()[0]
    gone += Capsule.objects.filter(writer__in=people).delete()[0]
    return gone + BirthdayChoice.objects.filter(person__in=people).delete()[0]


holdings.register(
    "moments.capsules",
    Holding(
        title=_("Letters to the future"),
        purpose=_("To be kept under seal and delivered on their day."),
        fate=Fate.ERASE,
        ground=_("A letter goes with whoever wrote it, or to whom it was written."),
        read=reads(Capsule, "text", "written_on", "opens_on", "state", by="writer_id"),
        erase=_erase,
        tables=("moments_capsule", "moments_arrival", "moments_birthdaychoice"),
    ),
    order=47,
)
