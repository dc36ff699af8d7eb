"""What this room holds about a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.core.interactions.models import (
    ChatGroup,
    ContactReport,
    DutyEntry,
    KeyAlumnus,
    PastedUpdate,
)
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import (
    Holding,
    RetentionRule,
    after_days,
    blanks,
    deletes,
    holdings,
    reads,
    retention_rules,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEPT_DAYS = 365

holdings.register(
    "interactions.reports",
    Holding(
        title=_("Notes of conversations with you"),
        purpose=_("To know what was said, and to keep what was promised."),
        fate=Fate.ANONYMISE,
        ground=_("That the office was in touch is counted; the words of the notes go."),
        read=reads(
            ContactReport, "held_on", "channel", "place", "with_whom", "summary", "care",
            "next_step", "next_step_on",
        ),
        erase=blanks(
            ContactReport, summary="", with_whom="", care="", next_step="", place="",
            next_step_on=None,
        ),
        tables=("interactions_contactreport",),
    ),
    order=55,
)  # fmt: skip
holdings.register(
    "interactions.key",
    Holding(
        title=_("Your place on the list of key alumni"),
        purpose=_("For somebody in the office to be there for you."),
        fate=Fate.ERASE,
        read=reads(KeyAlumnus, "criterion", "level", "note", "since", "ended_on"),
        erase=deletes(KeyAlumnus),
        tables=("interactions_keyalumnus",),
    ),
    order=55,
)
holdings.register(
    "interactions.updates",
    Holding(
        title=_("What you or others told us to update"),
        purpose=_("To take an update back."),
        fate=Fate.ERASE,
        read=reads(PastedUpdate, "told_on", "channel", "told_by", "fields", "note"),
        erase=deletes(PastedUpdate),
        tables=("interactions_pastedupdate",),
    ),
    order=55,
)
holdings.register(
    "interactions.duty",
    Holding(
        title=_("Your entry in the duty directory"),
        purpose=_("For colleagues on duty to reach you."),
        fate=Fate.ERASE,
        read=reads(
            DutyEntry, "name", "title", "phone", "email", "hours", "confirmed_on", "ended_on"
        ),
        erase=deletes(DutyEntry),
        tables=("interactions_dutyentry",),
    ),
    order=55,
)
holdings.register(
    "interactions.groups",
    Holding(
        title=_("WeChat groups you own"),
        purpose=_("To know whom to ask about a group."),
        fate=Fate.ANONYMISE,
        ground=_("The group stays on the register without its owner."),
        read=reads(ChatGroup, "name", "kind", "closed_on", by="owner_id"),
        erase=blanks(ChatGroup, by="owner_id", owner=None, managers="", note=""),
        tables=("interactions_chatgroup",),
    ),
    order=55,
)


def _old(moment: datetime) -> QuerySet[PastedUpdate]:
    told = ~Q(steps=[]) | ~Q(note="")
    return PastedUpdate.objects.filter(told, taken_at__lt=moment - timedelta(days=KEPT_DAYS))


retention_rules.register(
    "interactions.updates",
    RetentionRule(
        title=_("How to take contact updates back, and notes on who told them"),
        purpose=_("To take an update back."),
        period=after_days(KEPT_DAYS),
        due=lambda moment: _old(moment).count(),
        run=lambda _actor, moment: _old(moment).update(steps=[], note=""),
    ),
    order=60,
)
