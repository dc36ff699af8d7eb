"""Background work of the calendar."""

from __future__ import annotations

from wutong.platform.jobs.public import periodic, task
from wutong.programs.moments.services.counting import count_all
from wutong.programs.moments.services.running import keep_today


@periodic(cron="5 * * * *")
@task(name="moments.keep_today")
def keep_the_day(timestamp: int) -> None:
    """What falls on today becomes sendings; every hour, so that a worker that stood still at
    midnight costs nothing.
    """
    keep_today()


@periodic(cron="40 19 * * *")
@task(name="moments.count")
def count_plans(timestamp: int) -> None:
    """About how many each plan reaches, once a night."""
    count_all()
