"""On which days a plan falls."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from wutong.programs.moments.almanac import festival_day, solemn, yearly_day
from wutong.programs.moments.enums import PERSONAL, MomentKind
from wutong.programs.moments.models import Skip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wutong.programs.moments.models import Moment

LATEST = timedelta(days=3)
"""How late somebody's own day may still be kept; a festival's letter is never late."""


def is_personal(moment: Moment) -> bool:
    """Whether any day of the year may be somebody's."""
    return moment.kind in PERSONAL


def days_between(moment: Moment, first: date, last: date) -> Iterator[date]:
    """The days of a plan from ``first`` to ``last``; every day where it goes by people's own."""
    if is_personal(moment):
        for number in range((last - first).days + 1):
            yield first + timedelta(days=number)
        return
    for year in range(first.year, last.year + 2):
        day = _day_in(moment, year)
        if day is not None and first <= day <= last:
            yield day


def _day_in(moment: Moment, year: int) -> date | None:
    before = timedelta(days=moment.days_before)
    if moment.kind == MomentKind.FESTIVAL:
        return festival_day(moment.festival, year) - before
    if moment.month and moment.day:
        return yearly_day(year, moment.month, moment.day) - before
    return None


def next_days(moment: Moment, after: date, number: int = 3) -> list[date]:
    """The next days of a plan from ``after`` on; none where it goes by people's own."""
    if is_personal(moment):
        return []
    return list(days_between(moment, after, date(after.year + number, 12, 31)))[:number]


def falls_on(moment: Moment, day: date) -> bool:
    """Whether ``day`` is one of the plan's."""
    return any(True for _day in days_between(moment, day, day))


def is_solemn_plan(moment: Moment) -> bool:
    """A plan for a day of mourning speaks on it; everything else keeps silent."""
    return moment.kind == MomentKind.FESTIVAL and bool(
        solemn(festival_day(moment.festival, 2025)) == "qingming"
    )


def silences(first: date, last: date) -> dict[date, str]:
    """Days on which nothing cheerful leaves, with why: a code of the almanac or the words of
    whoever declared it.
    """
    found = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if why := solemn(day):
            found[day] = why
    declared = Skip.objects.filter(moment__isnull=True, on__range=(first, last))
    return found | {row.on: row.reason or "declared" for row in declared}


def served_on(moment: Moment, today: date, done: Iterable[date]) -> list[date]:
    """The days of a plan to be kept today: today's own, and of people's own days those of the
    last days that a day of silence, or a worker that stood still, has left undone.
    """
    past = set(done)
    first = today - LATEST if is_personal(moment) else today
    if moment.kind == MomentKind.CAPSULE:
        first = today  # whoever still waits is asked for anew every day
    starts = moment.approved_from
    if starts is not None:
        first = max(first, min(starts, today))
    return [day for day in days_between(moment, first, today) if day not in past]
