"""Background work of publishing."""

from __future__ import annotations

from wutong.platform.jobs.public import periodic, task
from wutong.programs.publishing import services


@periodic(cron="7 * * * *")
@task(name="publishing.refresh_public_figures")
def refresh_public_figures(timestamp: int = 0) -> None:
    """Every hour the public figures are counted anew."""
    services.refresh_public_figures()
