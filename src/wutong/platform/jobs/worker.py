"""Runs background work until told to stop."""

from __future__ import annotations

import asyncio
import contextlib

import structlog
from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from wutong.platform.jobs.sweeper import requeue_orphans

log = structlog.get_logger(__name__)
HEARTBEAT = 5.0
SWEEP_EVERY = 15.0
RECONNECT_AFTER = 2.0
GRACE = 3.0  # then long jobs are told to end (``jobs.public.stopping``), and waited for


def _sweep() -> None:
    close_old_connections()
    try:
        requeue_orphans()
    except DatabaseError as error:
        log.warning("sweep_failed", error=str(error).strip())
    finally:
        close_old_connections()


async def _sweep_forever() -> None:
    while True:
        await sync_to_async(_sweep, thread_sensitive=False)()
        await asyncio.sleep(SWEEP_EVERY)


async def _work(*, queues: list[str] | None, concurrency: int, wait: bool) -> None:
    async with app.open_async():
        await app.run_worker_async(
            queues=queues,  # type: ignore[arg-type] # None is all; the stub forgets it
            concurrency=concurrency,
            wait=wait,
            update_heartbeat_interval=HEARTBEAT,
            shutdown_graceful_timeout=GRACE,
            delete_jobs="never",
        )


async def run_worker(*, queues: list[str] | None, concurrency: int, wait: bool = True) -> None:
    """Work until SIGINT or SIGTERM; a database that goes away is waited for."""
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        sweeper = asyncio.create_task(_sweep_forever())
        try:
            while True:
                try:
                    await _work(queues=queues, concurrency=concurrency, wait=wait)
                except (ConnectorException, DatabaseError, OSError) as error:
                    log.warning("worker_lost_database", error=str(error).strip())
                    await asyncio.sleep(RECONNECT_AFTER)
                else:
                    return
        finally:
            sweeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sweeper
