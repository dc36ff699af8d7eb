"""Background work of calls."""

from __future__ import annotations

from wutong.engines.calls.services.proving import forget_unproven
from wutong.platform.jobs.public import periodic, task


@periodic(cron="40 * * * *")
@task(name="calls.tidy")
def tidy(*, timestamp: int = 0) -> None:
    """Forget what was begun and never proven."""
    del timestamp
    forget_unproven()
