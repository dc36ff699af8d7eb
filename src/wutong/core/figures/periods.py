"""Windows of days, and the window each is compared with."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.ui.design.typography import as_day

FIRST_DAY = date(1900, 1, 1)


def _years_earlier(day: date, years: int) -> date:
    year = day.year - years
    last = monthrange(year, day.month)[1]
    end_of_february = day.month == 2 and day.day == monthrange(day.year, 2)[1]
    return date(year, day.month, last if end_of_february else min(day.day, last))


@dataclass(frozen=True, order=True)
class Period:
    """From ``start`` to ``end``, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            message = "a period ends after it starts"
            raise ValueError(message)

    @classmethod
    def year(cls, year: int) -> Period:
        """A calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def is_year(self) -> bool:
        """Whether this is a whole calendar year."""
        return self == Period.year(self.start.year)

    @property
    def span_years(self) -> int:
        """The least number of years that covers the window (2018–2020: 3; a month: 1)."""
        years = 1
        while _years_earlier(self.end, years) >= self.start:
            years += 1
        return years

    def earlier(self, steps: int = 1) -> Period:
        """The window of the same length ``steps`` windows back, on the same days of the year.

        A year is compared with the year before, 2018–2020 with 2015–2017, the first nine
        months with the first nine months of the year before.
        """
        years = self.span_years * steps
        return Period(_years_earlier(self.start, years), _years_earlier(self.end, years))

    def until(self, day: date) -> Period:
        """The part of the window that has happened by ``day``."""
        return Period(self.start, max(self.start, min(self.end, day)))

    def run(self, count: int) -> list[Period]:
        """``count`` windows ending with this one, oldest first (sparklines)."""
        return [self.earlier(step) for step in range(count - 1, 0, -1)] + [self]

    @property
    def key(self) -> str:
        """For addresses and cache keys."""
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    @property
    def label(self) -> str:
        """The window in words of the active language."""
        if self.is_year:
            return pgettext("calendar", "%(year)s") % {"year": self.start.year}
        whole_years = self.start == date(self.start.year, 1, 1) and self.end == date(
            self.end.year, 12, 31
        )
        if whole_years:
            return _("%(first)s–%(last)s") % {"first": self.start.year, "last": self.end.year}
        return _("%(first)s to %(last)s") % {
            "first": day_in_words(self.start),
            "last": day_in_words(self.end),
        }

    @property
    def short_label(self) -> str:
        """For axes and narrow columns."""
        if self.start.year == self.end.year:
            return str(self.start.year)
        return f"{self.start.year}–{self.end.year % 100:02d}"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def after(self) -> date:
        """The first day that no longer belongs to it."""
        return self.end + timedelta(days=1)


def day_in_words(day: date) -> str:
    """2026年11月22日, 22 November 2026."""
    return as_day(day)
