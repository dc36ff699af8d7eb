"""What this room holds about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import Holding, blanks, holdings, reads
from wutong.programs.publishing.models import Portrait, Profile
from wutong.programs.publishing.services.pictures import forget_person

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject


def _forget_portraits(actor: Actor, subject: Subject) -> int:
    return forget_person(actor, subject.ids("person"))


holdings.register(
    "publishing.portraits",
    Holding(
        title=_("Pictures in which you are to be seen"),
        purpose=_("To show you only where you agreed, and to take pictures off when you say so."),
        fate=Fate.ANONYMISE,
        ground=_("The pictures are taken off; that somebody was asked stays without a name."),
        read=reads(Portrait, "picture", "name", "basis", "until", "recorded_at", "ended_at"),
        erase=_forget_portraits,
        tables=("publishing_portrait",),
    ),
    order=49,
)
holdings.register(
    "publishing.profiles",
    Holding(
        title=_("What stories say about you beside your name"),
        purpose=_("To open your name to your public page while you show it."),
        fate=Fate.ANONYMISE,
        ground=_("The story stands as it was published; it no longer leads to your record."),
        read=reads(Profile, "name_zh", "name_en", "line_zh", "line_en"),
        erase=blanks(Profile, person=None),
        tables=("publishing_profile",),
    ),
    order=49,
)
