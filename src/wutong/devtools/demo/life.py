"""When people die, become lost to the office and are found again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from wutong.devtools.demo.drafts import StateDraft
from wutong.devtools.demo.plan import between

if TYPE_CHECKING:
    from random import Random

YEAR = 365.25
# A death risk a year of BASE · e^(GROWTH · (age − 25)): about 0.15 % at 40, 5 % at 80.
BASE, GROWTH = 0.0004, 0.088
# How many could be reached when they left, by the year of leaving.
REACHED = {1960: 0.40, 1985: 0.45, 1995: 0.55, 2003: 0.74, 2012: 0.9, 2020: 0.96}
LOST_AFTER_YEARS = 19.0  # mean
FOUND_AFTER_YEARS = 24.0  # mean, once the office searches
SEARCH_SINCE = date(2001, 4, 8)  # the office is founded
MAX_SPANS = 5


@dataclass(frozen=True, slots=True)
class Life:
    """What the dated states say; ``spans`` are (value, from, until) of contact."""

    died: date | None
    spans: tuple[tuple[str, date, date | None], ...]

    @property
    def contactable(self) -> bool:
        return bool(self.spans) and self.spans[-1][0] == "contactable" and self.spans[-1][2] is None

    def states(self) -> list[StateDraft]:
        found = [StateDraft("contact", *span) for span in self.spans]
        if self.died:
            found.append(StateDraft("life", "deceased", self.died))
        return found


def draw_death(rng: Random, born: date, since: date, today: date) -> date | None:
    """The day of death between ``since`` and ``today``, or None; one draw."""
    age = (since - born).days / YEAR
    risk = -math.log(1.0 - rng.random())
    start = BASE / GROWTH * math.exp(GROWTH * (age - 25))
    years = (math.log((risk + start) * GROWTH / BASE) / GROWTH + 25) - age
    if years * YEAR >= (today - since).days:
        return None
    return since + timedelta(days=max(1, int(years * YEAR)))


def draw_life(rng: Random, *, born: date, left: date, today: date, immortal: bool = False) -> Life:
    """The contact spans of a person from leaving to death or today, and the death."""
    died = None if immortal else draw_death(rng, born, left, today)
    end = died or today
    reached = immortal or rng.random() < between(REACHED, left.year)
    spans: list[tuple[str, date, date | None]] = []
    start = left
    while True:
        mean = LOST_AFTER_YEARS if reached else FOUND_AFTER_YEARS
        begins = start if reached else max(start, SEARCH_SINCE)
        lasts = timedelta(days=int(rng.expovariate(1 / mean) * YEAR) + 30)
        value = "contactable" if reached else "lost"
        if immortal or begins + lasts >= end or len(spans) == MAX_SPANS - 1:
            spans.append((value, start, died))
            return Life(died, tuple(spans))
        spans.append((value, start, begins + lasts))
        start, reached = begins + lasts, not reached
