"""``python -m benchmarks.text_faults``: every number is texted once, whatever breaks.

For each kind of fault a sending to 20,000 mobile numbers (``--quick``: 2,000) goes through the local
simulator of a gateway, by the worker as it is installed, while the fault happens. What counts is
the gateway's log: who was texted once, twice, never. A number may instead stand as uncertain in our
table, for a person to decide; of those there may be as many as were in flight: texts whose answer
the gateway withheld, or one request of a hundred on each connection of a process that was killed.
Afterwards the gateway's receipts come in: ``settled`` are the uncertain ones that they cleared up.

The faults: ``kill`` (SIGKILL of the worker's processes, again and again), ``cut`` (the gateway hangs
up after a request has left, having taken its texts or not), ``throttle`` (it refuses requests for
being too many, and numbers for having had their share), ``restart`` (the gateway itself is killed
and comes back). Back-offs are cut short by setting their time to now; nothing else is helped along.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import clouds, template
from benchmarks.faults import PATIENCE, Bench, Verdict, ask, nudge
from benchmarks.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.clouds import Account, Gateway

RECIPIENTS, QUICK = 20_000, 2_000
CONNECTIONS, REQUEST = 8, 100
LIMITED = 500  # one number in so many has had its share
SIGN = "梧桐大学校友会"


@dataclass
class TextVerdict(Verdict):
    """``settled``: of the uncertain ones, those a receipt cleared up later."""

    settled: int = 0


@dataclass
class House:
    """The bench and the gateway it speaks with."""

    bench: Bench
    gateway: Gateway
    codes: list[str] = field(default_factory=lambda: list(clouds.GREETINGS))


def numbers_for(place: int, fault: str, count: int) -> list[str]:
    """Mobile numbers of one fault; when it throttles, some end like numbers that had their share."""
    limited = count // LIMITED if fault == "throttle" else 0
    plain = [f"+8613{place}{n:07}9" for n in range(count - limited)]
    return plain + [f"+8613{place}{n:04}0006" for n in range(limited)]


def open_stream_for(fault: str, code: str, numbers: list[str]) -> str:
    """A sending to ``numbers``, pumped from now on; its key."""
    from django.db import connection

    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.public import (
        TextContent,
        number_hash,
        open_text_stream,
        start_pump,
    )

    actor, key = Actor.system("benchmark"), f"fault:{fault}"
    stream = open_text_stream(
        actor=actor,
        key=key,
        label=fault,
        gateway="aliyun",
        signature=SIGN,
        contents={"zh-hans": TextContent(clouds.GREETINGS[code], code, {"name": "校友"})},
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_delivery"
            " (campaign_month, stream, address, address_hash, language, parts)"
            " SELECT %s, %s, number, hash, 'zh-hans', jsonb_build_object('name', 'P' || place)"
            " FROM unnest(%s::text[], %s::bytea[]) WITH ORDINALITY AS n (number, hash, place)"
            " ORDER BY md5(number)",
            [stream.campaign_month, key, numbers, [number_hash(one) for one in numbers]],
        )
    start_pump(actor=actor, stream=key)
    connection.close()
    return key


def run_fault(
    house: House, fault: str, during: Callable[[House, Callable[[float], None]], int]
) -> TextVerdict:
    """Send while ``during`` makes trouble (it returns what was in flight), and judge."""
    bench, begun = house.bench, time.monotonic()
    place = len(clouds.GREETINGS) - len(house.codes)
    code = house.codes.pop(0)
    numbers = numbers_for(place, fault, bench.recipients)
    key = open_stream_for(fault, code, numbers)

    def until(share: float) -> None:
        deadline = time.monotonic() + PATIENCE
        while house.gateway.taken(code) < share * bench.recipients:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{fault}: {house.gateway.taken(code)} taken")
            time.sleep(0.02)

    in_flight = during(house, until)
    deadline, state = time.monotonic() + PATIENCE, "running"
    while state == "running" and time.monotonic() < deadline:
        state = nudge(bench.url, key)
        bench.revive_workers()
        time.sleep(0.3)
    bench.temper()
    found = judge(bench, key, house.gateway.account(code), TextVerdict(fault, len(numbers)))
    found.in_flight += in_flight
    found.seconds = round(time.monotonic() - begun, 1)
    found.remark = "" if state == "finished" else f"the sending is {state}"
    template.say(f"{fault}: {asdict(found)}")
    return found


def judge(bench: Bench, key: str, account: Account, found: TextVerdict) -> TextVerdict:
    """The gateway's log against our table, before its receipts and after them."""
    taken: Counter[str] = Counter()
    for (number, _code), times in account.taken.items():
        taken[number] += times
    rows = states_of(bench, key)
    found.in_flight = len(account.withheld & rows.keys())
    for number, state in rows.items():
        if taken[number] > 1:
            found.twice += 1
        elif state == "uncertain":
            found.uncertain += 1
        elif taken[number] == 1 and state == "accepted":
            found.exactly_once += 1
        else:
            found.lost += 1
    found.lost += found.recipients - len(rows)
    unknown = [number for number, state in rows.items() if state == "uncertain"]
    report([number for number in unknown if taken[number]], account)
    after = states_of(bench, key)
    found.settled = sum(after[number] == "accepted" for number in unknown)
    wrong = sum(after[number] != "accepted" for number in unknown if taken[number])
    found.lost += wrong + sum(
        after[number] == "accepted" for number in unknown if not taken[number]
    )
    return found


def states_of(bench: Bench, key: str) -> dict[str, str]:
    """Numbers as the gateway writes them, and where their texts stand."""
    rows = ask(bench.url, "SELECT address, state FROM outbox_delivery WHERE stream = %s", [key])
    return {address.removeprefix("+86"): state for address, state in rows}


def report(numbers: list[str], account: Account) -> None:
    """The gateway's receipts for ``numbers``, as they come in at the door."""
    from django.db import connection

    from wutong.devtools.texts.pushing import receipt_of
    from wutong.devtools.texts.store import CaughtText
    from wutong.platform.outbox.services.text_inbound import take_push

    for first in range(0, len(numbers), REQUEST):
        texts = [
            CaughtText(0, 0, "aliyun", number, SIGN, "", "", 1, "", account.ids[number], "", "")
            for number in numbers[first : first + REQUEST]
        ]
        said = [receipt_of(text, failed=False) for text in texts]
        take_push(gateway="aliyun", what="receipts", raw=json.dumps(said).encode())
    connection.close()


# the faults


def kill(house: House, until: Callable[[float], None]) -> int:
    """SIGKILL in mid-sending; each time every connection may have had a request on it."""
    times = 1 if house.bench.quick else 3
    house.bench.temper(delay=0.05)
    for number in range(1, times + 1):
        until(number / (times + 1))
        house.bench.kill_workers()
        house.bench.start_worker()
    return times * CONNECTIONS * REQUEST


def cut(house: House, until: Callable[[float], None]) -> int:
    """Hang-ups after a request was read: before its texts are taken, and after."""
    house.bench.temper(cut_share=0.06, lost_share=0.09)
    until(0.8)
    return 0


def throttle(house: House, until: Callable[[float], None]) -> int:
    """Too many requests, and numbers that had their share until later."""
    house.bench.temper(busy_share=0.2)
    until(0.9)
    house.bench.temper(endings=False)
    return 0


def restart(house: House, until: Callable[[float], None]) -> int:
    """The gateway is killed in mid-sending, is away for a moment, and comes back."""
    times = 1 if house.bench.quick else 2
    house.bench.temper(delay=0.05)
    for number in range(1, times + 1):
        until(number / (times + 1))
        gateway = house.gateway
        gateway.process.kill()
        gateway.process.wait()
        time.sleep(1.0)
        house.gateway = clouds.start(house.bench.folder, port=gateway.port)
    return times * CONNECTIONS * REQUEST


FAULTS = {"kill": kill, "cut": cut, "throttle": throttle, "restart": restart}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} numbers each")
    parser.add_argument("--recipients", type=int, default=0)
    parser.add_argument("--fault", action="append", choices=list(FAULTS), help="only this one")
    options = parser.parse_args()
    recipients = options.recipients or (QUICK if options.quick else RECIPIENTS)
    url = template.clone("text_faults", scale="empty")
    folder = Path(tempfile.mkdtemp(prefix="text-faults-"))
    bench = Bench(url, folder, recipients, options.quick)
    bench.temper()
    gateway = clouds.start(folder)
    os.environ.update(
        clouds.settings_for(
            gateway.port, ALIYUN_SMS_RATE="0", ALIYUN_SMS_CONNECTIONS=str(CONNECTIONS)
        )
    )
    template.use(url)
    house = House(bench, gateway)
    try:
        bench.start_worker()
        found = [run_fault(house, name, FAULTS[name]) for name in options.fault or FAULTS]
    finally:
        bench.stop_workers()
        house.gateway.process.terminate()
        house.gateway.process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
    tell(found, quick=recipients < RECIPIENTS)
    return 0


def tell(found: list[TextVerdict], *, quick: bool) -> None:
    """The totals and the table."""
    names = (
        "recipients", "exactly_once", "twice", "lost", "uncertain", "in_flight", "settled"
    )  # fmt: skip
    total = {name: sum(getattr(one, name) for one in found) for name in names}
    Result(
        name="text_faults",
        value=100 * total["exactly_once"] / max(total["recipients"], 1),
        unit="% exactly once",
        better="higher",
        limit=100.0,
        limit_is="every number once",
        people=0,
        goal="nobody twice, nobody lost, uncertain at most what was in flight",
        met=bool(found) and all(one.good for one in found),
        quick=quick,
        extra={"faults": len(found), **total, "table": [asdict(one) for one in found]},
    ).report()


if __name__ == "__main__":
    raise SystemExit(main())
