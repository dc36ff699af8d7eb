"""Background work of the figures."""

from __future__ import annotations

from datetime import timedelta

from wutong.kernel import clock
from wutong.platform.jobs.public import periodic, task

from .models import CachedResult
from .versions import fold_changes

KEEP_DAYS = 40


@periodic(cron="*/20 * * * *")
@task(name="figures.fold_changes")
def fold(timestamp: int = 0) -> None:
    """Keep the change counter short."""
    del timestamp
    fold_changes()


@periodic(cron="40 19 * * *")
@task(name="figures.forget_old_results")
def forget_old_results(timestamp: int = 0) -> None:
    """Drop results that nobody asked for in weeks."""
    del timestamp
    CachedResult.objects.filter(computed_at__lt=clock.now() - timedelta(days=KEEP_DAYS)).delete()
