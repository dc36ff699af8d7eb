"""``manage.py worker``: background work in the foreground."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from wutong.platform.accounts.public import refuse_unsafe_start
from wutong.platform.jobs.processes import run_processes
from wutong.platform.jobs.worker import queues_of, run_worker

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Runs background work until SIGINT or SIGTERM."""

    help = "Run background work until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--queues", default="", help="comma-separated; all when empty")
        parser.add_argument("--concurrency", type=int, default=3)
        parser.add_argument("--processes", type=int, default=1, help="each with that concurrency")
        parser.add_argument("--once", action="store_true", help="stop when the queue is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unsafe_start()
        _collect_seldom()
        names = [name for name in options["queues"].split(",") if name]
        processes = options["processes"]

        def work(index: int, parent: int | None = None) -> None:
            asyncio.run(
                run_worker(
                    queues=queues_of(index, processes, names),
                    concurrency=options["concurrency"],
                    wait=not options["once"],
                    parent=parent,
                )
            )

        if processes > 1:
            run_processes(processes, work)
        else:
            work(0)


def _collect_seldom() -> None:
    """Work that makes millions of short-lived rows spends 5 % less on looking for cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
