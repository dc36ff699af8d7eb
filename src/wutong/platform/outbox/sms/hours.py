"""When a text may arrive: the gateway's hours and our own, by the recipient's clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.platform.outbox.sms.numbers import zones_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

STEP = dt.timedelta(minutes=15)
LONGEST = dt.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Hours:
    """Texts may arrive from ``opens`` up to ``closes``, local time."""

    opens: dt.time
    closes: dt.time

    @classmethod
    def parse(cls, text: str) -> Hours:
        """``08:00-20:00``; raises ValueError."""
        first, _sep, last = text.partition("-")
        found = cls(dt.time.fromisoformat(first.strip()), dt.time.fromisoformat(last.strip()))
        if found.opens >= found.closes:
            raise ValueError(text)
        return found

    def within(self, other: Hours) -> Hours:
        """The hours both allow."""
        return Hours(max(self.opens, other.opens), min(self.closes, other.closes))

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}\N{EN DASH}{self.closes:%H:%M}"

    def _allow(self, moment: dt.datetime, zone: ZoneInfo) -> bool:
        local = moment.astimezone(zone).time()
        return self.opens <= local < self.closes

    def wait_for(self, number: str, moment: dt.datetime) -> float:
        """Seconds until a text may arrive at ``number``; 0 when it may now.

        A number that may be in several zones waits until all of them are awake, or, where that
        hour never comes, until the first of them is.
        """
        zones = zones_of(number)
        if all(self._allow(moment, zone) for zone in zones):
            return 0.0
        for wanted in (zones, zones[:1]):
            at = moment.replace(second=0, microsecond=0)
            at -= dt.timedelta(minutes=at.minute % 15)
            while at - moment < LONGEST:
                at += STEP
                if all(self._allow(at, zone) for zone in wanted):
                    return (at - moment).total_seconds()
        return LONGEST.total_seconds()
