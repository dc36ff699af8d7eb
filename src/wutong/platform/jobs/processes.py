"""Several worker processes under one: forked when everything is loaded, ended together.

A process that falls is started again. Each holds the reading end of a pipe whose writing end only
the parent has, so that a parent killed hard takes them along: the pipe then ends.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from typing import TYPE_CHECKING

import structlog
from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.get_logger(__name__)
AGAIN_AFTER = 1.0  # seconds before a fallen process is replaced


def run_processes(count: int, work: Callable[[int, int], None]) -> None:
    """Run ``work(index, descriptor)`` in ``count`` processes until SIGINT or SIGTERM.

    ``descriptor`` becomes readable (at its end) when this process is gone. Returns when every
    process has ended, which is also when all of them ended well by themselves.
    """
    connections.close_all()  # nothing that two processes must not share
    family = _Family(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, family.stop)
    for index in range(count):
        family.begin(index)
    family.watch()


class _Family:
    def __init__(self, work: Callable[[int, int], None]) -> None:
        self._work = work
        self._alive: dict[int, int] = {}
        self._stopping = False
        self._reading, self._writing = os.pipe()

    def begin(self, index: int) -> None:
        pid = os.fork()
        if pid:
            self._alive[pid] = index
            if self._stopping:
                os.kill(pid, signal.SIGTERM)
            return
        code = 1
        try:
            os.close(self._writing)
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            self._work(index, self._reading)
            code = 0
        except BaseException:
            log.exception("worker_process_failed", process=index)
        finally:
            os._exit(code)

    def stop(self, _number: int, _frame: object) -> None:
        self._stopping = True
        for pid in self._alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)

    def watch(self) -> None:
        """Until none is left; who ended badly is replaced."""
        while self._alive:
            pid, status = os.wait()
            index = self._alive.pop(pid, None)
            if index is None or self._stopping or status == 0:
                continue
            log.warning("worker_process_ended", process=index, status=status)
            time.sleep(AGAIN_AFTER)
            if not self._stopping:
                self.begin(index)
