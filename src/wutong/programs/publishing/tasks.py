"""Background work of publishing."""

from __future__ import annotations

from wutong.platform.jobs.public import periodic, task
from wutong.programs.publishing.services import figures, manuscripts, pictures


@periodic(cron="7 * * * *")
@task(name="publishing.refresh_public_figures")
def refresh_public_figures(timestamp: int = 0) -> None:
    """Every hour the public figures are counted anew."""
    figures.refresh_public_figures()


@periodic(cron="* * * * *")
@task(name="publishing.every_minute")
def every_minute(timestamp: int = 0) -> None:
    """Stories whose hour has come; pictures whose time is over."""
    manuscripts.publish_due()
    pictures.settle_due()
