"""Everything that happened with a person, gathered from every room that has a share in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, groupby
from typing import TYPE_CHECKING

from django.utils import timezone

from wutong.core.people.registry import TimelineEvent, timeline

if TYPE_CHECKING:
    from datetime import datetime

    from wutong.platform.accounts.models import User

PAGE = 20


@dataclass(frozen=True)
class TimelinePage:
    """Events, youngest first, by year on campus; `next_before` leads to the older ones, None
    at the end.
    """

    years: list[tuple[int, list[TimelineEvent]]]
    next_before: datetime | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known to have happened."""
        return not self.years


def timeline_of(
    person_id: int, viewer: User, *, before: datetime | None = None, limit: int = PAGE
) -> TimelinePage:
    """A page of the timeline: every source is asked for `limit` events before `before`, and the
    youngest of all are shown. Events of one moment are never parted.
    """
    shares = [
        source.events(person_id, viewer, before=before, limit=limit + 1)
        for source in timeline.values()
    ]
    events = sorted(chain.from_iterable(shares), key=lambda event: event.when, reverse=True)
    shown = events[:limit]
    if shown and len(events) > limit:
        last = shown[-1].when
        shown += [event for event in events[limit:] if event.when == last]
    more = len(events) > len(shown)
    years = [
        (year, list(group))
        for year, group in groupby(shown, key=lambda event: timezone.localtime(event.when).year)
    ]
    return TimelinePage(years, shown[-1].when if more else None)
