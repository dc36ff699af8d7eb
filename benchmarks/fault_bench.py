"""What the benchmark of faults runs on: a database, workers, and a server that misbehaves."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psycopg

from benchmarks import template

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 240.0
CONNECTIONS = 8
PUMPS = 2


@dataclass
class Bench:
    """The database, the bad server and the workers of one run."""

    url: str
    folder: Path
    recipients: int
    quick: bool
    port: int = 0
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    killed: int = 0

    @property
    def log(self) -> Path:
        return self.folder / "hostile.log"

    def temper(self, **shares: float) -> None:
        """Tell the server how to behave."""
        control = self.folder / "control.json"
        fresh = control.with_suffix(".new")
        fresh.write_text(json.dumps(shares), encoding="utf-8")
        fresh.replace(control)
        time.sleep(0.1)

    def taken(self, fault: str) -> int:
        """How many messages of a fault the server took."""
        return self.log.read_bytes().count(f"@{fault}.test".encode())

    def start_worker(self, machine: str = "one", *, jumping: bool = False) -> None:
        """A worker that believes to be on ``machine``: journals of other machines it cannot see."""
        words = (
            ["-m", "benchmarks.jumping"]
            if jumping
            else [str(template.ROOT / "manage.py"), "worker"]
        )
        home = self.folder / machine
        home.mkdir(exist_ok=True)
        self.workers.append(
            subprocess.Popen(
                [sys.executable, *words, "--processes", str(PUMPS)],
                env={
                    **os.environ,
                    "DATABASE_URL": self.url,
                    "WUTONG_DATA": str(home),
                    "SMTP_PORT": str(self.port),
                    "SMTP_CONNECTIONS": str(CONNECTIONS),
                    "SMTP_TIMEOUT": "10",
                    "SMTP_FINAL_TIMEOUT": "10",
                    "OUTBOX_PUMPS_PER_STREAM": str(PUMPS),
                    "PYTHONPATH": f"{template.ROOT / 'src'}:{template.ROOT}",
                },
                stdout=sys.stderr,
                cwd=template.ROOT,
                start_new_session=True,
            )
        )

    def kill_workers(self) -> None:
        """SIGKILL to every process of every worker; their jobs go back to the queue."""
        from wutong.platform.jobs.sweeper import requeue_orphans

        for process in self.workers:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.workers.clear()
        self.killed += 1
        requeue_orphans(dead_after=0)

    def revive_workers(self) -> None:
        """What an administrator's supervisor does: a worker that has ended is started again."""
        from wutong.platform.jobs.sweeper import requeue_orphans

        if self.workers and all(process.poll() is not None for process in self.workers):
            self.workers.clear()
            requeue_orphans(dead_after=0)
            self.start_worker()

    def stop_workers(self) -> None:
        """Ask them to end, as an administrator would."""
        for process in self.workers:
            process.terminate()
        for process in self.workers:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.workers.clear()


def ask(url: str, statement: str, values: Any = None) -> list[tuple[Any, ...]]:
    """One statement on a connection of its own; waits while the database is away."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with psycopg.connect(url, autocommit=True, connect_timeout=5) as database:
                cursor = database.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@contextlib.contextmanager
def bad_server(bench: Bench) -> Iterator[None]:
    """The hostile server, well-behaved at first."""
    bench.temper()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "benchmarks.hostile", "--log", str(bench.log),
            "--control", str(bench.folder / "control.json"),
        ],
        stdout=subprocess.PIPE,
        cwd=template.ROOT,
        text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        bench.port = int(process.stdout.readline().split()[1])
        yield
    finally:
        process.terminate()
        process.wait(10)
