"""An import as the office does it: uploaded, checked, entered and undone by a real worker."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import psutil

from benchmarks import template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

    from wutong.platform.tabular.models import ImportBatch


class Memory:
    """The greatest memory of a process with its children, in megabytes (shared pages once)."""

    def __init__(self, pid: int) -> None:
        self.peak = 0.0
        self._process = psutil.Process(pid)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            total = 0
            try:
                for process in [self._process, *self._process.children(recursive=True)]:
                    total += process.memory_full_info().pss
            except psutil.Error:
                continue
            self.peak = max(self.peak, total / 2**20)

    def stop(self) -> float:
        self._over.set()
        self._thread.join()
        return round(self.peak, 1)


class Run:
    """One file's way through the worker; `taken` holds the seconds from asking to the last row."""

    def __init__(self, batch_id: UUID) -> None:
        self.taken: dict[str, float] = {}
        self.peak_mb = 0.0
        self._batch_id = batch_id

    def batch(self) -> ImportBatch:
        """The import as it stands."""
        from wutong.platform.tabular.models import ImportBatch

        return ImportBatch.objects.get(pk=self._batch_id)

    def check(self) -> None:
        from wutong.platform.tabular.services import batches

        self._await("check_s", batches.start_check, "checking", "checked")

    def enter(self) -> None:
        from wutong.platform.tabular.services import batches

        self._await("commit_s", batches.start_publish, "publishing", "published")

    def undo(self) -> None:
        from wutong.platform.tabular.services import batches

        self._await("undo_s", batches.start_undo, "undoing", "undone")

    def _await(self, name: str, begin: Callable[..., ImportBatch], during: str, after: str) -> None:
        from wutong.kernel.actors import Actor

        started = time.monotonic()
        begin(actor=Actor.system("benchmark"), batch_id=self._batch_id)
        while (state := self.batch().state) == during:
            time.sleep(0.1)
        if state != after:
            message = f"the import stopped: {self.batch().problem}"
            raise RuntimeError(message)
        self.taken[name] = round(time.monotonic() - started, 2)
        template.say(f"{self.batch().file_name}: {name} {self.taken[name]}")


@contextlib.contextmanager
def working(path: Path) -> Iterator[Run]:
    """A file received and mapped, with a worker that runs until the block ends."""
    from wutong.core.people.importers import KEY
    from wutong.kernel.actors import Actor
    from wutong.platform.tabular.services import batches

    actor = Actor.system("benchmark")
    with path.open("rb") as content:
        batch = batches.receive_file(actor=actor, importer=KEY, content=content, name=path.name)
    batches.save_mapping(actor=actor, batch_id=batch.pk, mapping=batch.mapping)
    worker = subprocess.Popen(
        [sys.executable, str(template.ROOT / "manage.py"), "worker", "--concurrency", "1"],
        env=dict(os.environ),
        stdout=sys.stderr,
    )
    memory = Memory(worker.pid)
    run = Run(batch.pk)
    try:
        time.sleep(4)  # the worker's own start is not the import's
        yield run
    finally:
        run.peak_mb = memory.stop()
        worker.terminate()
        try:
            worker.wait(30)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
