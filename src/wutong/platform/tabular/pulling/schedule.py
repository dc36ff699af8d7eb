"""When a source is fetched next, by the campus clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from wutong.kernel.clock import CAMPUS
from wutong.platform.tabular.models import Every


def next_time(every: str, hour: int, after: datetime) -> datetime:
    """The next full hour, day, Monday or first of a month at `hour`, later than `after`."""
    local = after.astimezone(CAMPUS)
    if every == Every.HOUR:
        return (local + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    found = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if found <= local:
        found += timedelta(days=1)
    while (every == Every.WEEK and found.weekday() != 0) or (
        every == Every.MONTH and found.day != 1
    ):
        found += timedelta(days=1)
    return found
