"""The one place that asks what time it is (tests travel by time-machine)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CAMPUS = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(tz=UTC)


def today() -> date:
    """The calendar day on campus (Asia/Shanghai), which is what people mean by a date."""
    return now().astimezone(CAMPUS).date()
