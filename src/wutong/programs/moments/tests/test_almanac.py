"""Both calendars: festivals against a printed almanac, birthdays in leap months and years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wutong.engines.outreach.demo_texts import AUTUMN, SPRING
from wutong.programs.moments.almanac import (
    festival_day,
    lunar_births,
    lunar_day,
    next_birthday,
    solar_birthdays,
    solar_day,
    solemn,
)


@pytest.mark.parametrize(
    ("festival", "days"),
    [
        ("spring", SPRING.days),
        ("mid_autumn", AUTUMN.days),
        ("lantern", ["2024-02-24", "2025-02-12", "2026-03-03", "2027-02-20"]),
        ("spring_eve", ["2024-02-09", "2025-01-28", "2026-02-16", "2033-01-30"]),
        ("dragon_boat", ["2024-06-10", "2025-05-31", "2026-06-19", "2028-05-28"]),
        ("double_ninth", ["2024-10-11", "2025-10-29", "2026-10-18", "2027-10-08"]),
        ("qingming", ["2023-04-05", "2024-04-04", "2025-04-04", "2026-04-05", "2028-04-04"]),
        ("winter_solstice", ["2023-12-22", "2024-12-21", "2025-12-21", "2026-12-22"]),
        ("teachers", ["2026-09-10"]),
        ("national", ["2026-10-01"]),
        ("new_year", ["2027-01-01"]),
    ],
)
def test_festivals_fall_where_the_almanac_says(festival, days):
    wanted = [day if isinstance(day, date) else date.fromisoformat(day) for day in days]
    assert [festival_day(festival, day.year) for day in wanted] == wanted


def test_solemn_days():
    assert [solemn(date(2026, *day)) for day in ((4, 5), (8, 27), (12, 13), (4, 6))] == [
        "qingming", "ghost", "memorial", "",
    ]  # fmt: skip


def test_lunar_days_and_back_over_a_leap_year():
    """2025 has a leap sixth month; every day of it names itself and leads back."""
    day = date(2025, 1, 29)
    seen = set()
    while day < date(2026, 2, 17):
        at = lunar_day(day)
        assert solar_day(at.year, at.month, at.day, leap=at.leap) == day
        seen.add((at.month, at.leap))
        day += timedelta(days=1)
    assert len(seen) == 13
    assert (6, True) in seen


@pytest.mark.parametrize(
    ("born", "after", "lunar", "kept"),
    [
        ("2004-02-29", "2027-01-01", False, "2027-02-28"),
        ("2004-02-29", "2028-01-01", False, "2028-02-29"),
        ("1990-12-31", "2026-12-31", False, "2026-12-31"),
        # born on the fifteenth of the eighth: on Mid-Autumn, whatever the solar day
        ("1995-09-09", "2026-01-01", True, "2026-09-25"),
        # born on 闰六月初一 (2025-07-25): in a year without it on 六月初一
        ("2025-07-25", "2026-01-01", True, "2026-07-14"),
        # born on 六月初一 of a leap year: in the ordinary sixth month, not in the leap one
        ("1987-06-26", "2025-01-01", True, "2025-06-25"),
        # born on a thirtieth: the last day of a month of twenty-nine
        ("1992-02-03", "2025-01-01", True, "2025-01-28"),
    ],
)
def test_when_a_birthday_is_kept(born, after, lunar, kept):
    birth, day = date.fromisoformat(born), date.fromisoformat(kept)
    assert next_birthday(birth, date.fromisoformat(after), lunar=lunar) == day
    if lunar:
        assert birth in lunar_births(day)
    else:
        assert (birth.month, birth.day) in solar_birthdays(day)


def test_nobody_has_two_lunar_birthdays_in_a_year_or_none():
    """Over 2024 to 2026 every birth of four years is kept once in each lunar year."""
    births = {date(1986, 2, 9) + timedelta(days=n) for n in range(1450)}
    counts = dict.fromkeys(births, 0)
    day = date(2024, 2, 10)
    while day < date(2027, 2, 6):
        for born in lunar_births(day):
            if born in counts:
                counts[born] += 1
        day += timedelta(days=1)
    assert set(counts.values()) == {3}
