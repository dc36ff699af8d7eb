"""Runs background work until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading

import structlog
from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from wutong.platform.jobs.public import SLOTS, slot_of, spread_queues
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
            install_signal_handlers=False,
        )


def queues_of(index: int, processes: int, names: list[str]) -> list[str] | None:
    """What process ``index`` of ``processes`` serves; None for everything.

    Every queue named (all, without names) and of the spread ones the slots that fall to it.
    """
    if processes == 1 and not names:
        return None
    wanted = names or sorted({str(task.queue) for task in app.tasks.values()})
    slots = [
        slot_of(name, slot)
        for name in sorted(spread_queues.intersection(wanted))
        for slot in range(SLOTS)
        if slot % processes == index
    ]
    return wanted + slots


async def run_worker(
    *, queues: list[str] | None, concurrency: int, wait: bool = True, parent: int | None = None
) -> None:
    """Work until SIGINT or SIGTERM; a database that goes away is waited for.

    ``parent`` is a descriptor that becomes readable when the process above is gone.
    """
    asked = _asked_to_stop()
    if parent is not None:
        asyncio.get_running_loop().add_reader(parent, asked.set)
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        sweeper = asyncio.create_task(_sweep_forever())
        try:
            while not asked.is_set():
                work = asyncio.create_task(_work(queues=queues, concurrency=concurrency, wait=wait))
                await _until_done_or(asked, work)
                if not wait or asked.is_set():
                    return
                # The library ends quietly when its own connection fails: begin again.
                log.warning("worker_begins_again")
                await asyncio.sleep(RECONNECT_AFTER)
        finally:
            sweeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sweeper


def _asked_to_stop() -> asyncio.Event:
    """Set by SIGINT and SIGTERM (in the main thread; elsewhere the worker is cancelled)."""
    asked = asyncio.Event()
    if threading.current_thread() is threading.main_thread():
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, asked.set)
    return asked


async def _until_done_or(asked: asyncio.Event, work: asyncio.Task[None]) -> None:
    """Wait for ``work``, or let it finish what it has begun when somebody ``asked``."""
    waiting = asyncio.create_task(asked.wait())
    try:
        await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            work.cancel()  # the library then stops gracefully
        with contextlib.suppress(asyncio.CancelledError):
            await work
    except (ConnectorException, DatabaseError, OSError) as error:
        log.warning("worker_lost_database", error=str(error).strip())
    finally:
        waiting.cancel()
        work.cancel()
