"""``python -m benchmarks.faults``: every recipient once, whatever breaks.

For each kind of fault a stream of 20,000 recipients (``--quick``: 2,000) is sent by the worker as it
is installed while the fault happens. What counts is the log of the receiving server: who was taken
once, twice, never. A recipient may instead stand as uncertain in our table, for a person to decide;
of those there may be as many as were in flight: messages that were whole at the server and whose
answer it withheld, or one for each connection of a process that was killed.

Back-offs are cut short by setting their time to now; nothing else is helped along.

The faults: ``kill`` (SIGKILL of the worker's processes, again and again), ``cut`` (the server hangs
up before and after the final dot), ``database`` (the server's processes killed, started again),
``disk`` (the tablespace of the deliveries full, then freed), ``journal`` (no room for the journal,
then freed), ``clock`` (leases shifted by a day in the database; two workers that believe to be on
two machines, with clocks that jump), ``hostile`` (random 421, 450, 451, 550, hang-ups, slow).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from benchmarks import template
from benchmarks.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RECIPIENTS, QUICK = 20_000, 2_000
REFUSED_SHARE = 100  # of the hostile server: one in so many is refused for good
PATIENCE = 240.0
CONNECTIONS = 8
PUMPS = 2
HTML = "<p>{{ name }}，梧桐树下等您回来。</p>" * 20
TEXT = "{{ name }}，梧桐树下等您回来。\n" * 20

SNAPSHOT = """
INSERT INTO outbox_delivery
    (campaign_month, stream, subject_ref, address, name, address_hash, language, parts)
SELECT %(month)s, %(stream)s, '', %(head)s || n || '@' || %(fault)s || '.test', 'P' || n,
       decode(md5(%(stream)s || %(head)s || n), 'hex'), 'zh-hans',
       jsonb_build_object('name', 'P' || n)
  FROM generate_series(1, %(count)s) AS n
"""


@dataclass
class Verdict:
    """One fault, judged. ``refused`` are beside ``recipients``: the server takes them never."""

    fault: str
    recipients: int
    exactly_once: int = 0
    twice: int = 0
    lost: int = 0
    uncertain: int = 0
    in_flight: int = 0
    refused: int = 0
    seconds: float = 0.0
    remark: str = ""

    @property
    def good(self) -> bool:
        return (
            not (self.twice or self.lost)
            and self.uncertain <= self.in_flight
            and self.exactly_once + self.uncertain == self.recipients
        )


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


def open_stream_for(fault: str, recipients: int, refused: int) -> str:
    """A stream with its recipients, pumped from now on; its key."""
    from django.db import connection

    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.public import MessageContent, Sender, open_stream, start_pump

    key = f"fault:{fault}"
    stream = open_stream(
        actor=Actor.system("benchmark"),
        key=key,
        label=fault,
        sender=Sender("校友部", "office@bench.wutong.test"),
        contents={"zh-hans": MessageContent("{{ name }}，您好", HTML, TEXT, {"name": "校友"})},
        list_unsubscribe=False,
    )
    with connection.cursor() as cursor:
        for head, count in (("p", recipients), ("no", refused)):
            names = {"month": stream.campaign_month, "stream": key, "fault": fault}
            cursor.execute(SNAPSHOT, {**names, "head": head, "count": count})
        # Those refused for good are spread among the others.
        if refused:
            cursor.execute(
                "UPDATE outbox_delivery SET id = nextval('outbox_delivery_id_seq') WHERE"
                " (campaign_month, id) IN (SELECT campaign_month, id FROM outbox_delivery"
                " WHERE stream = %s ORDER BY md5(address))",
                [key],
            )
    start_pump(actor=Actor.system("benchmark"), stream=key)
    connection.close()
    return key


def nudge(url: str, key: str) -> str:
    """Let back-offs end now and wake the pumps; the stream's state."""
    from django.db import OperationalError, connection, transaction

    from wutong.platform.outbox.tasks import defer_pumps

    state = str(ask(url, "SELECT state FROM outbox_stream WHERE key = %s", [key])[0][0])
    if state == "running":
        ask(
            url,
            "UPDATE outbox_delivery SET next_attempt_at = NULL WHERE stream = %s"
            " AND state = 'queued' AND next_attempt_at > clock_timestamp()",
            [key],
        )
        ask(url, "UPDATE outbox_domainpace SET held_until = NULL, strikes = 0 WHERE strikes > 0")
        try:
            with transaction.atomic():
                defer_pumps(key)
        except OperationalError:
            connection.close()
    return state


def run_fault(
    bench: Bench, fault: str, during: Callable[[Bench, str, Callable[[float], None]], int]
) -> Verdict:
    """Send a stream while ``during`` makes trouble (it returns what was in flight), and judge."""
    from django.db import connection

    begun = time.monotonic()
    refused = bench.recipients // REFUSED_SHARE if fault == "hostile" else 0
    key = open_stream_for(fault, bench.recipients, refused)

    def until(share: float) -> None:
        goal = share * bench.recipients
        deadline = time.monotonic() + PATIENCE
        while bench.taken(fault) < goal:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{fault}: {bench.taken(fault)} taken, waited for {goal:.0f}")
            time.sleep(0.02)

    in_flight = during(bench, fault, until)
    deadline = time.monotonic() + PATIENCE
    state = "running"
    while state == "running" and time.monotonic() < deadline:
        state = nudge(bench.url, key)
        bench.revive_workers()
        time.sleep(0.3)
    bench.temper()
    connection.close()
    found = judge(bench, fault, key, in_flight)
    found.seconds = round(time.monotonic() - begun, 1)
    found.remark = "" if state == "finished" else f"the stream is {state}"
    template.say(f"{fault}: {asdict(found)}")
    return found


def judge(bench: Bench, fault: str, key: str, in_flight: int) -> Verdict:
    """The server's log against our table."""
    taken: Counter[str] = Counter()
    withheld: set[str] = set()
    tail = f"@{fault}.test"
    for line in bench.log.read_text(encoding="ascii").splitlines():
        kind, _sep, recipient = line.partition(" ")
        if not recipient.endswith(tail):
            continue
        if kind == "T":
            taken[recipient] += 1
        elif kind == "C":
            withheld.add(recipient)
    rows = dict(
        ask(bench.url, "SELECT address, state FROM outbox_delivery WHERE stream = %s", [key])
    )
    found = Verdict(fault, bench.recipients, in_flight=in_flight + len(withheld))
    for address, state in rows.items():
        times = taken[address]
        if address.startswith("no"):
            found.refused += state == "refused"
            found.twice += times
        elif times > 1:
            found.twice += 1
        elif state == "uncertain":
            found.uncertain += 1
        elif times == 1 and state == "accepted":
            found.exactly_once += 1
        else:
            found.lost += 1
    found.lost += bench.recipients - sum(not address.startswith("no") for address in rows)
    return found


# the faults


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


def run_all(bench: Bench, wanted: list[str]) -> tuple[list[Verdict], list[str]]:
    """The verdicts, and the faults this machine did not let us make."""
    found: list[Verdict] = []
    skipped: list[str] = []
    bench.start_worker()
    for name, during in (
        ("cut", cut),
        ("hostile", hostile),
        ("kill", kill),
        ("database", database),
    ):
        if name in wanted:
            found.append(run_fault(bench, name, during))
    if "disk" in wanted:
        with small_disk(bench.folder / "tablespace", "256m") as mounted:
            if mounted:
                with on_small_disk(bench):
                    found.append(run_fault(bench, "disk", disk))
            else:
                skipped.append("disk")
    bench.stop_workers()
    if "journal" in wanted:
        with small_disk(bench.folder / "one" / "outbox", "1m") as mounted:
            if mounted:
                fill(bench.folder / "one" / "outbox" / "filler")
                bench.start_worker()
                found.append(run_fault(bench, "journal", journal))
                bench.stop_workers()
            else:
                skipped.append("journal")
    if "clock" in wanted:
        bench.start_worker("one", jumping=True)
        bench.start_worker("two", jumping=True)
        found.append(run_fault(bench, "clock", clock))
        bench.stop_workers()
    return found, skipped


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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} recipients each")
    parser.add_argument("--recipients", type=int, default=0)
    names = ["cut", "hostile", "kill", "database", "disk", "journal", "clock"]
    parser.add_argument("--fault", action="append", choices=names, help="only this one")
    options = parser.parse_args()
    recipients = options.recipients or (QUICK if options.quick else RECIPIENTS)
    url = template.clone("faults", scale="empty")
    template.use(url)
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    bench = Bench(url, folder, recipients, options.quick)
    try:
        with bad_server(bench):
            try:
                found, skipped = run_all(bench, options.fault or names)
            finally:
                bench.stop_workers()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report(found, skipped, quick=recipients < RECIPIENTS)
    return 0


def report(found: list[Verdict], skipped: list[str], *, quick: bool) -> None:
    """The totals and the table."""
    total: Counter[str] = Counter()
    for one in found:
        total.update(
            {name: getattr(one, name) for name in
             ("recipients", "exactly_once", "twice", "lost", "uncertain", "in_flight")}
        )  # fmt: skip
    Result(
        name="faults",
        value=100 * total["exactly_once"] / max(total["recipients"], 1),
        unit="% exactly once",
        better="higher",
        limit=100.0,
        limit_is="every recipient once",
        people=0,
        goal="nobody twice, nobody lost, uncertain at most what was in flight",
        met=bool(found) and all(one.good for one in found),
        quick=quick,
        extra={
            "faults": len(found),
            **{name: total[name] for name in
               ("recipients", "exactly_once", "twice", "lost", "uncertain", "in_flight")},
            "skipped": skipped,
            "table": [asdict(one) for one in found],
        },
    ).report()  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
