"""The ledger's share of a person's timeline."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.core.people.registry import TimelineEvent
from wutong.kernel.clock import CAMPUS
from wutong.platform.access.public import scopes_of

from .registry import kinds
from .selectors import acts_of_person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User

    from .models import Act

SAME_DAY = 50


def _moment(act: Act) -> datetime:
    """A fixed moment on the act's day, different for each act so that paging loses none."""
    morning = datetime.combine(act.occurred_on, time(8), tzinfo=CAMPUS)
    return morning + timedelta(milliseconds=act.id.int % 40_000_000)


class ActsOnTimeline:
    """What the person did."""

    label: _StrOrPromise = _("Taking part")

    def events(
        self, person_id: int, viewer: User, *, before: datetime | None, limit: int
    ) -> Sequence[TimelineEvent]:
        """Acts within the viewer's sight, youngest first."""
        acts = acts_of_person(person_id, scopes_of(viewer))
        if before is not None:
            acts = acts.filter(occurred_on__lte=before.astimezone(CAMPUS).date())
        dated = [(_moment(act), act) for act in acts[: limit + SAME_DAY]]
        dated = [pair for pair in dated if before is None or pair[0] < before]
        dated.sort(key=lambda pair: pair[0], reverse=True)
        return [_event(moment, act) for moment, act in dated[:limit]]


def _event(moment: datetime, act: Act) -> TimelineEvent:
    kind = kinds.find(act.kind)
    return TimelineEvent(
        when=moment,
        kind=act.kind,
        title=kind.label if kind else act.kind,
        detail=act.note,
        icon=kind.icon if kind else "check",
        source_grade=act.source_grade,
        population=act.population,
        whole_day=True,
    )
