"""The one place that asks what time it is (tests travel by time-machine)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CAMPUS = ZoneInfo("Asia/Shanghai")
SATURDAY = 5


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(tz=UTC)


def today() -> date:
    """The calendar day on campus (Asia/Shanghai), which is what people mean by a date."""
    return now().astimezone(CAMPUS).date()


def working_days_after(day: date, amount: int) -> date:
    """The day ``amount`` working days after ``day``; public holidays are not known here."""
    while amount:
        day += timedelta(days=1)
        amount -= day.weekday() < SATURDAY
    return day


def first_of_quarter(day: date) -> date:
    """1 January, April, July or October."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
