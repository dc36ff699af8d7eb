"""Housekeeping of the queue itself."""

from __future__ import annotations

from wutong.platform.files.public import delete_expired
from wutong.platform.jobs.public import periodic, task
from wutong.platform.jobs.sweeper import forget_finished_jobs


@periodic(cron="17 3 * * *")
@task(name="jobs.forget_finished")
def forget_finished(timestamp: int = 0) -> None:
    """Finished jobs are kept a week, failed ones a month."""
    forget_finished_jobs()


@periodic(cron="47 3 * * *")
@task(name="files.delete_expired")
def delete_expired_files(timestamp: int = 0) -> None:
    """Files whose time has passed."""
    delete_expired()
