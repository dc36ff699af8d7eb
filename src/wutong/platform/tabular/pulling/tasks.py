"""Registers fetched in the background."""

from __future__ import annotations

from django.utils import translation

from wutong.platform.jobs.public import periodic, task
from wutong.platform.tabular.pulling import running


@task(name="tabular.pull_register", queue="imports")
def pull_register(source_id: int, user_id: int | None = None) -> None:
    """Fetch a register from where it comes; what is said of it is read in the office."""
    with translation.override("zh-hans"):
        running.pull(source_id=source_id, user_id=user_id)


@periodic(cron="*/5 * * * *")
@task(name="tabular.pull_due")
def pull_due(timestamp: int = 0) -> None:
    """Every five minutes: the registers whose time has come."""
    del timestamp
    running.queue_due(pull_register)
