"""Re-queues what dead workers left.

A killed worker's job stays ``doing`` and its lock blocks every later job with that lock. A
worker that has not sent a heartbeat for ``DEAD_AFTER`` seconds is dead: its jobs go back to the
queue. Work that must not be repeated (handing a message to a mail server) protects itself by
what it wrote before it acted, not by the queue.
"""

from __future__ import annotations

import structlog
from django.db import connection, transaction

DEAD_AFTER = 30.0
log = structlog.get_logger(__name__)

# A successor may already wait under the same queueing lock, and there is room for only one.
REQUEUE = """
WITH orphaned AS (
    SELECT j.id FROM procrastinate_jobs j
    LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status = 'doing'
      AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s))
    FOR UPDATE OF j SKIP LOCKED
)
UPDATE procrastinate_jobs j
SET status = 'todo', worker_id = NULL, scheduled_at = NULL, attempts = attempts + 1,
    queueing_lock = NULL
FROM orphaned WHERE j.id = orphaned.id
RETURNING j.id, j.task_name
"""

FORGET = """
DELETE FROM procrastinate_jobs j
USING (
    SELECT job_id, max(at) AS at FROM procrastinate_events GROUP BY job_id
) e
WHERE e.job_id = j.id AND (
    (j.status = 'succeeded' AND e.at < now() - interval '7 days')
    OR (j.status IN ('failed', 'cancelled', 'aborted') AND e.at < now() - interval '30 days')
)
"""


def requeue_orphans(*, dead_after: float = DEAD_AFTER) -> list[tuple[int, str]]:
    """Put the jobs of dead workers back into the queue; (id, task name) of each."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REQUEUE, [dead_after])
        found = [(int(row[0]), str(row[1])) for row in cursor.fetchall()]
        cursor.execute(
            "DELETE FROM procrastinate_workers WHERE last_heartbeat < now() - make_interval(secs => %s)"
            " AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j"
            " WHERE j.worker_id = procrastinate_workers.id AND j.status = 'doing')",
            [dead_after],
        )
    for job_id, name in found:
        log.warning("job_requeued", job=job_id, task=name)
    return found


def forget_finished_jobs() -> int:
    """Delete finished jobs past their keeping time; says how many."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
        return int(cursor.rowcount)
