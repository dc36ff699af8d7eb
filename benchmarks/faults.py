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
import shutil
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import template
from benchmarks.fault_bench import PATIENCE, Bench, ask, bad_server
from benchmarks.fault_kinds import (
    clock,
    cut,
    database,
    disk,
    fill,
    hostile,
    journal,
    kill,
    on_small_disk,
    small_disk,
)
from benchmarks.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable

RECIPIENTS, QUICK = 20_000, 2_000
STILL = 1.0  # seconds without a mail after which back-offs are ended
REFUSED_SHARE = 100  # of the hostile server: one in so many is refused for good
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
                "UPDATE outbox_delivery d SET id = n.fresh FROM"
                " (SELECT campaign_month, id, nextval('outbox_delivery_id_seq') AS fresh"
                " FROM (SELECT campaign_month, id FROM outbox_delivery WHERE stream = %s"
                " ORDER BY md5(address)) o) n"
                " WHERE d.campaign_month = n.campaign_month AND d.id = n.id",
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
        before, moved = -1, time.monotonic()
        while (taken := bench.taken(fault)) < goal:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{fault}: {taken} taken, waited for {goal:.0f}")
            if taken != before:
                before, moved = taken, time.monotonic()
            elif time.monotonic() - moved > STILL:  # a provider that put us off is left alone
                nudge(bench.url, key)
                moved = time.monotonic()
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
