"""Days by both calendars: festivals, days of mourning, and whose birthday a day is.

The lunar calendar comes from ``lunar_python``; here is only what follows from it. A year of
months is read once and kept: a birthday letter asks for all years since 1900.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from lunar_python import Lunar, LunarYear, Solar

from wutong.programs.moments.enums import Festival

FIRST_YEAR, LAST_YEAR = 1901, 2099
_SOLAR = {
    Festival.NEW_YEAR: (1, 1),
    Festival.YOUTH: (5, 4),
    Festival.TEACHERS: (9, 10),
    Festival.NATIONAL: (10, 1),
}
_LUNAR = {
    Festival.SPRING: (1, 1),
    Festival.LANTERN: (1, 15),
    Festival.DRAGON_BOAT: (5, 5),
    Festival.MID_AUTUMN: (8, 15),
    Festival.DOUBLE_NINTH: (9, 9),
}
_TERMS = {Festival.QINGMING: "清明", Festival.WINTER_SOLSTICE: "冬至"}
SOLEMN = frozenset({Festival.QINGMING})
MEMORIAL_DAY = (12, 13)
"""国家公祭日."""
GHOST = (7, 15)
"""中元节."""


@dataclass(frozen=True)
class LunarDay:
    """A day of the lunar calendar."""

    year: int
    month: int
    day: int
    leap: bool = False


@dataclass(frozen=True)
class _Month:
    month: int
    leap: bool
    first: date
    days: int


@lru_cache(maxsize=256)
def _months(year: int) -> tuple[_Month, ...]:
    """The twelve or thirteen months of a lunar year."""
    found = []
    for one in LunarYear.fromYear(year).getMonths():
        if one.getYear() != year:
            continue
        first = Solar.fromJulianDay(one.getFirstJulianDay())
        day = date(first.getYear(), first.getMonth(), first.getDay())
        found.append(_Month(abs(one.getMonth()), one.isLeap(), day, one.getDayCount()))
    return tuple(found)


def _month(year: int, month: int, *, leap: bool) -> _Month | None:
    return next((m for m in _months(year) if m.month == month and m.leap == leap), None)


def lunar_day(day: date) -> LunarDay:
    """The lunar calendar's name of a day."""
    for year in (day.year, day.year - 1):
        for one in _months(year):
            passed = (day - one.first).days
            if 0 <= passed < one.days:
                return LunarDay(year, one.month, passed + 1, one.leap)
    raise ValueError(day)


def solar_day(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The day a lunar day falls on; None where the month has no such day, or there is no such
    leap month.
    """
    found = _month(year, month, leap=leap)
    return found.first + timedelta(days=day - 1) if found and day <= found.days else None


def lunar_words(day: date) -> str:
    """八月十五, as people say it."""
    words = Lunar.fromDate(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001 - a day
    return f"{words.getMonthInChinese()}月{words.getDayInChinese()}"


@lru_cache(maxsize=512)
def festival_day(festival: str, year: int) -> date:
    """The day of a festival in the solar year ``year``."""
    key = Festival(festival)
    if key in _SOLAR:
        return date(year, *_SOLAR[key])
    if key in _LUNAR:
        found = solar_day(year, *_LUNAR[key])
        assert found is not None  # the fifteenth and earlier are in every month
        return found
    if key is Festival.SPRING_EVE:
        return festival_day(Festival.SPRING, year) - timedelta(days=1)
    table = Lunar.fromYmd(year, 6, 1).getJieQiTable()
    found = table[_TERMS[key]]
    if found.getYear() != year:  # the table runs from one winter solstice to the next
        found = table["DONG_ZHI"]
    return date(found.getYear(), found.getMonth(), found.getDay())


def solemn(day: date) -> str:
    """Why nothing cheerful leaves on ``day``: a code, "" on other days."""
    if day == festival_day(Festival.QINGMING, day.year):
        return "qingming"
    if (day.month, day.day) == MEMORIAL_DAY:
        return "memorial"
    found = solar_day(day.year, *GHOST)
    return "ghost" if day == found else ""


def yearly_day(year: int, month: int, day: int) -> date:
    """A day of the year; 29 February is kept on the 28th where there is none."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def solar_birthdays(day: date) -> list[tuple[int, int]]:
    """(month, day) of the births that are kept on ``day``."""
    found = [(day.month, day.day)]
    if (day.month, day.day) == (2, 28) and not calendar.isleap(day.year):
        found.append((2, 29))
    return found


@lru_cache(maxsize=64)
def lunar_births(day: date) -> tuple[date, ...]:
    """The days of birth whose lunar birthday falls on ``day``.

    Who was born in a leap month keeps that month in a year that has it and the ordinary one in
    other years; who was born on a thirtieth keeps the last day of a month of twenty-nine.
    """
    now = lunar_day(day)
    this = _month(now.year, now.month, leap=now.leap)
    assert this is not None
    days = [now.day]
    if now.day == this.days == 29:
        days.append(30)
    classes = [now.leap]
    if not now.leap and _month(now.year, now.month, leap=True) is None:
        classes.append(True)
    born = (
        solar_day(year, now.month, number, leap=leap)
        for year in range(FIRST_YEAR, now.year + 1)
        for leap in classes
        for number in days
    )
    return tuple(one for one in born if one is not None and one <= day)


def next_birthday(born: date, after: date, *, lunar: bool) -> date | None:
    """The first day from ``after`` on which somebody born on ``born`` keeps the birthday."""
    if not lunar:
        for year in (after.year, after.year + 1):
            kept = yearly_day(year, born.month, born.day)
            if kept >= after:
                return kept
        return None
    at = lunar_day(born)
    for year in range(after.year - 1, after.year + 2):
        month = _month(year, at.month, leap=at.leap) or _month(year, at.month, leap=False)
        if month is not None:
            kept = month.first + timedelta(days=min(at.day, month.days) - 1)
            if kept >= after:
                return kept
    return None
