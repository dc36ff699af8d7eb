"""Background work of the ledger."""

from __future__ import annotations

import structlog

from wutong.platform.jobs.public import periodic, task

from .partitions import analyse, default_rows, make_partitions

log = structlog.get_logger(__name__)


@periodic(cron="15 19 * * *")
@task(name="engagement.keep_partitions")
def keep_partitions(timestamp: int = 0) -> None:
    """Make the next years' partitions, refresh the planner's view, watch the default one."""
    del timestamp
    made = make_partitions()
    analyse()
    stray = default_rows()
    if stray:
        log.error("engagement.default_partition_not_empty", rows=stray)
    log.info("engagement.partitions_kept", made=made)
