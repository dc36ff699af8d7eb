from __future__ import annotations

from wutong.platform.jobs.public import periodic, task
from wutong.programs.rosters.services.counting import count_classes


@periodic(cron="23 4 * * *")
@task(name="rosters.count_classes", queue="default")
def count_every_class(timestamp: int = 0) -> None:
    """Every night, so that the list of classes is no older than a day."""
    count_classes()
