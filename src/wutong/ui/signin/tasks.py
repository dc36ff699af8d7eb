"""Background work of the door."""

from __future__ import annotations

from wutong.platform.jobs.public import periodic, task
from wutong.ui.signin import reviewing, services
from wutong.ui.signin.campus import leaving


@task(name="signin.send_password_reset", retries=5)
def send_password_reset(*, email: str) -> None:
    """Write to ``email`` if it belongs to an account."""
    services.send_password_reset(email=email)


@periodic(cron="*/30 * * * *")
@task(name="signin.check_directory", retries=2)
def check_directory(timestamp: int = 0) -> None:
    """Every half hour, so that leaving the university ends access within the hour."""
    del timestamp
    leaving.check_directory()


@periodic(cron=reviewing.CRON)
@task(name="signin.open_access_review", retries=2)
def open_access_review(timestamp: int = 0) -> None:
    """Every day, so that a day on which the house stood still is made up for."""
    del timestamp
    reviewing.open_when_due()
