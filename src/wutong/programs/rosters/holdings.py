"""What this room holds about a person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import (
    Holding,
    RetentionRule,
    after_days,
    holdings,
    reads,
    retention_rules,
    table_of,
)
from wutong.programs.rosters.models import RosterKeeper, Suggestion

if TYPE_CHECKING:
    from datetime import datetime

    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject

BLANK: dict[str, Any] = {"value": "", "masked": "", "note": "", "effect": {}}
KEPT_DAYS = 365


def _about(subject: Subject) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(about__in=subject.ids("person")).order_by("pk")


holdings.register(
    "rosters.suggestions",
    Holding(
        title=_("What classmates told about you"),
        purpose=_("To find you again."),
        fate=Fate.ANONYMISE,
        ground=_("That a classmate helped stays in the count; what was told goes."),
        read=lambda subject: table_of(_about(subject), "made_at", "kind", "value", "note", "state"),
        erase=lambda _actor, subject: _about(subject).update(**BLANK),
        tables=("rosters_suggestion",),
    ),
    order=15,
)


def _stop_keeping(actor: Actor, subject: Subject) -> int:
    rows = RosterKeeper.objects.filter(person__in=subject.ids("person"))
    return rows.update(ended_at=Coalesce("ended_at", Now()))


holdings.register(
    "rosters.keepers",
    Holding(
        title=_("Classes whose list you look after"),
        purpose=_("For you to find classmates."),
        fate=Fate.ANONYMISE,
        ground=_("What you told about classmates stays theirs; it no longer names you."),
        read=reads(RosterKeeper, "class_group", "invited_at", "seen_at", "ended_at"),
        erase=_stop_keeping,
        tables=("rosters_rosterkeeper",),
    ),
    order=15,
)


def _old(moment: datetime) -> QuerySet[Suggestion]:
    before = moment - timedelta(days=KEPT_DAYS)
    told = ~Q(value="") | ~Q(note="") | ~Q(masked="")
    return Suggestion.objects.filter(told, decided_at__lt=before)


retention_rules.register(
    "rosters.suggestions",
    RetentionRule(
        title=_("What classmates told, once it was decided"),
        purpose=_("To take a confirmation back"),
        period=after_days(KEPT_DAYS),
        due=lambda moment: _old(moment).count(),
        run=lambda _actor, moment: _old(moment).update(**BLANK),
    ),
    order=60,
)
