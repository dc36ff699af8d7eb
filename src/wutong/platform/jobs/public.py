"""The door of background work: typed tasks with names of their own, deferred in a transaction.

A task's name is explicit because the default (the module path) orphans waiting jobs when a
module moves. Arguments are JSON values. A task that may be killed half-way must be safe to run
again: the sweeper re-queues what a dead worker left.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Generic, ParamSpec

from django.db import close_old_connections, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from wutong.platform.jobs.progress import (
    advance,
    close_side_connection,
    fail,
    finish,
    start_progress,
    stop,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from procrastinate.job_context import JobContext

__all__ = [
    "SLOTS",
    "Task",
    "advance",
    "close_side_connection",
    "defer",
    "fail",
    "finish",
    "periodic",
    "slot_of",
    "spread_queues",
    "start_progress",
    "stop",
    "stopping",
    "task",
]

P = ParamSpec("P")
_running = threading.local()
LANES = {"priority": 100, "default": 0, "bulk": -100}
SLOTS = 16
spread_queues: set[str] = set()
"""Queues whose jobs may name a slot, see ``defer``."""


class Task(Generic[P]):
    """A function that can run in a worker; calling it runs it here and now."""

    def __init__(
        self,
        function: Callable[P, None],
        *,
        name: str,
        queue: str,
        retries: int,
        retry_on: tuple[type[Exception], ...],
    ) -> None:
        self.function = function
        self.name = name
        strategy = (
            RetryStrategy(
                max_attempts=retries, exponential_wait=3, retry_exceptions=retry_on or None
            )
            if retries
            else False
        )

        def run(context: JobContext, /, *args: P.args, **kwargs: P.kwargs) -> None:
            _running.context = context
            close_old_connections()  # the database may have restarted since the last job
            try:
                function(*args, **kwargs)
            finally:
                _running.context = None
                close_old_connections()

        self.registered = app.task(name=name, queue=queue, retry=strategy, pass_context=True)(run)
        self.__doc__ = function.__doc__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        self.function(*args, **kwargs)


def stopping() -> bool:
    """Whether the job running in this thread is asked to end soon (the worker shuts down).

    Long jobs look at it between two steps and leave the rest to their next run.
    """
    context: JobContext | None = getattr(_running, "context", None)
    return context is not None and context.should_abort()


def task(
    *,
    name: str,
    queue: str = "default",
    retries: int = 0,
    retry_on: tuple[type[Exception], ...] = (),
    spread: bool = False,
) -> Callable[[Callable[P, None]], Task[P]]:
    """Register a function as background work called ``name`` ("room.verb").

    ``retries`` with exponential waits for the exceptions in ``retry_on`` (all, when empty).
    ``spread``: its jobs may name a slot, so that they do not meet in one process.
    """
    if spread:
        spread_queues.add(queue)

    def decorate(function: Callable[P, None]) -> Task[P]:
        return Task(function, name=name, queue=queue, retries=retries, retry_on=retry_on)

    return decorate


def periodic(*, cron: str) -> Callable[[Task[P]], Task[P]]:
    """Run a task by the clock (cron, UTC), once however many workers there are."""

    def decorate(item: Task[P]) -> Task[P]:
        app.periodic(cron=cron)(item.registered)  # type: ignore[arg-type] # takes a timestamp
        return item

    return decorate


def slot_of(queue: str, slot: int) -> str:
    """The queue of one slot of a spread queue."""
    return f"{queue}#{slot % SLOTS}"


def defer(
    item: Task[P],
    /,
    *,
    lock: str | None = None,
    once: str | None = None,
    at: datetime | None = None,
    lane: str = "default",
    slot: int | None = None,
    **arguments: Any,
) -> int | None:
    """Queue a task in the caller's transaction; the job's id.

    ``lock``: jobs with the same lock never run side by side. ``once``: at most one *waiting*
    job of that name; a second is not queued and None comes back. ``at``: not before then.
    ``slot``: of several jobs that should share the processor's cores; those with different
    slots go to different processes, as far as the worker has several.
    """
    options: dict[str, Any] = {"priority": LANES[lane]}
    if slot is not None:
        options["queue"] = slot_of(item.registered.queue, slot)
    if lock:
        options["lock"] = lock
    if once:
        options["queueing_lock"] = once
    if at:
        options["schedule_at"] = at
    try:
        # The savepoint keeps the caller's transaction alive when the job is already waiting.
        with transaction.atomic():
            return int(item.registered.configure(**options).defer(**arguments))
    except AlreadyEnqueued:
        return None
