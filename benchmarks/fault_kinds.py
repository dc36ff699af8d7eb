"""The faults themselves. Each makes its trouble while a stream is sent, waits by ``until`` for a
share of the recipients, and returns how many messages were in flight because of it.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from typing import TYPE_CHECKING

from benchmarks import template
from benchmarks.fault_bench import CONNECTIONS, PUMPS, Bench, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def kill(bench: Bench, _fault: str, until: Callable[[float], None]) -> int:
    """SIGKILL in mid-campaign; each time every connection may have had one message on it."""
    times = 1 if bench.quick else 3
    for number in range(1, times + 1):
        until(number / (times + 1))
        bench.kill_workers()
        bench.start_worker()
    return times * PUMPS * CONNECTIONS


def cut(bench: Bench, _fault: str, until: Callable[[float], None]) -> int:
    """Hang-ups before the message is asked for, and after the final dot."""
    bench.temper(cut_before=0.005, cut_after=0.005)
    until(0.9)
    return 0


def database(bench: Bench, _fault: str, until: Callable[[float], None]) -> int:
    """The database's processes killed in mid-campaign and started again."""
    from wutong.platform.database import embedded

    home = template.DATA / "postgresql"
    port = template.server().port
    for share in (0.25,) if bench.quick else (0.25, 0.6):
        until(share)
        embedded.kill(home)
        deadline = time.monotonic() + 30
        while True:
            try:
                embedded.start(home, port=port)
            except embedded.EmbeddedPostgresError:  # the old one's processes are still going
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.3)
            else:
                break
    return 0


def disk(bench: Bench, fault: str, until: Callable[[float], None]) -> int:
    """No room for the deliveries in mid-campaign."""
    until(0.25)
    filler = bench.folder / "tablespace" / "filler"
    fill(filler)
    time.sleep(1.0)
    before = bench.taken(fault)
    time.sleep(2.0)
    if bench.taken(fault) - before > bench.recipients / 10:
        raise RuntimeError("the full disk held nothing up")
    filler.unlink()
    return 0


def journal(bench: Bench, fault: str, until: Callable[[float], None]) -> int:
    """No room for the journal: nothing may leave without it."""
    time.sleep(3.0)
    if bench.taken(fault):
        raise RuntimeError("something left without a journal")
    (bench.folder / "one" / "outbox" / "filler").unlink()
    return 0


def clock(bench: Bench, fault: str, until: Callable[[float], None]) -> int:
    """The database's clock a day on, then two days back; the workers' clocks jump as they will."""
    key = f"fault:{fault}"
    for share, interval in ((0.2, "-1 day"), (0.4, "2 days"), (0.6, "-2 days"), (0.8, "1 day")):
        until(share)
        ask(
            bench.url,
            "UPDATE outbox_delivery SET lease_until = lease_until + %s::interval,"
            " next_attempt_at = next_attempt_at + %s::interval WHERE stream = %s",
            [interval, interval, key],
        )
        ask(
            bench.url,
            "UPDATE outbox_ratebucket SET filled_at = filled_at + %s::interval",
            [interval],
        )
    return 0


def hostile(bench: Bench, _fault: str, until: Callable[[float], None]) -> int:
    """Everything at once that a receiving server can do."""
    bench.temper(defer=0.05, cut_before=0.002, cut_after=0.002, slow=0.01)
    until(0.8)
    bench.temper(defer=0.02, cut_after=0.002)
    return 0


def fill(path: Path) -> None:
    """Take all the room there is."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)


@contextlib.contextmanager
def small_disk(path: Path, size: str) -> Iterator[bool]:
    """A file system of its own, where this machine lets us mount one."""
    path.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path)],
        capture_output=True,
        check=False,
    )
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", "-l", str(path)], check=False)


@contextlib.contextmanager
def on_small_disk(bench: Bench) -> Iterator[None]:
    """The deliveries of this month lie on the small disk."""
    place = bench.folder / "tablespace" / "data"
    place.mkdir()
    owner = (template.DATA / "postgresql" / "pgdata").stat()
    for path in (place, place.parent):
        os.chown(path, owner.st_uid, owner.st_gid)
    for path in (bench.folder, *bench.folder.parents):
        with contextlib.suppress(OSError):
            if not path.stat().st_mode & 0o001:
                path.chmod(path.stat().st_mode | 0o011)
    ask(bench.url, f"CREATE TABLESPACE bench_small LOCATION '{place}'")
    table = ask(
        bench.url,
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = 'outbox_delivery'::regclass AND c.relname ="
        " 'outbox_delivery_y' || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY') || 'm'"
        " || to_char(now() AT TIME ZONE 'Asia/Shanghai', 'MM')",
    )[0][0]
    ask(bench.url, f"ALTER TABLE {table} SET TABLESPACE bench_small")
    try:
        yield
    finally:
        (bench.folder / "tablespace" / "filler").unlink(missing_ok=True)
        ask(bench.url, f"ALTER TABLE {table} SET TABLESPACE pg_default")
        ask(bench.url, "DROP TABLESPACE bench_small")
