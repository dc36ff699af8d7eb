"""A year of the site's readers: 3,000,000 reads of 2,000 stories, noted beside the request.

Two processes do what two web workers do: each read goes through the middleware that notes it, on
its day, popular stories more often than others. Meanwhile a third process counts what was noted,
again and again, as the job does each minute. The writers are killed (SIGKILL) at a third and at
two thirds and started anew, the counter is killed while it counts. A read is acknowledged once its
page is with the reader; ``lost`` is how many acknowledged reads are missing at the end, ``twice``
how many lines were counted more than once.

``value`` is how many reads a second one process notes; its limit is the same lines appended bare.
``rows`` is what the database holds for the year; ``day_s`` is how long the daily figures of the
posts take at its end. ``--quick`` takes a tenth.
"""

from __future__ import annotations

import argparse
import mmap
import os
import random
import signal
import struct
import subprocess
import sys
import time
import uuid
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.result import Result
from benchmarks.template import ROOT, clone, say, use

READS, POSTS, DAYS, WRITERS = 3_000_000, 2_000, 365, 2
FIRST = date(2025, 11, 23)
KILLS = (1 / 3, 2 / 3)
GOAL_PER_S, GOAL_DAY_S = 5_000.0, 10.0
COUNTER = struct.Struct("<q")
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0"


def stories() -> list[uuid.UUID]:
    """The same on every machine."""
    rng = random.Random(2026)
    return [uuid.UUID(int=rng.getrandbits(128), version=4) for _number in range(POSTS)]


def drawn(seed: int, number: int) -> list[uuid.UUID]:
    """So many reads: a few stories have most of them, every story has some."""
    keys = stories()
    weights = [1 / (place + 8) for place in range(POSTS)]
    return random.Random(seed).choices(keys, weights, k=number)


class Year:
    """The clock of a process that lives through the year."""

    def __init__(self, reads: int, done: int) -> None:
        self._reads, self.done = max(reads, 1), done

    def today(self) -> date:
        """The day of the next read."""
        return FIRST + timedelta(days=min(self.done * DAYS // self._reads, DAYS - 1))


def noting(folder: Path, seed: int, reads: int, done: int, counter: Any) -> float:
    """Note reads from ``done`` on; after each its number is in ``counter``. The seconds taken."""
    from django.conf import settings
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpResponse
    from django.test import RequestFactory

    from wutong.programs.posts import middleware

    settings.POSTS_READS = folder
    year = Year(reads, done)
    middleware.clock = year  # type: ignore[assignment]
    sample = drawn(seed, 50_000)
    request = RequestFactory().get("/stories/", headers={"user-agent": PHONE})
    request.user = AnonymousUser()
    page = {"key": ""}
    through = middleware.ReadsMiddleware(
        lambda _request: HttpResponse(b"", headers={middleware.READ: page["key"]})
    )
    started = time.perf_counter()
    while year.done < reads:
        page["key"] = f"story:{sample[year.done % len(sample)]}"
        through(request)
        year.done += 1
        if counter is not None:
            COUNTER.pack_into(counter, 0, year.done)
    return time.perf_counter() - started


def bare(folder: Path, number: int) -> float:
    """The same lines appended to a file and nothing else: lines a second."""
    line = f"{stories()[0].hex}\t{FIRST:%Y%m%d}\t\n".encode()
    target = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    started = time.perf_counter()
    for _number in range(number):
        os.write(target, line)
    took = time.perf_counter() - started
    os.close(target)
    return number / took


class Writers:
    """Web workers that are killed and start again where their readers are."""

    def __init__(self, folder: Path, reads: int) -> None:
        self._folder, self._each = folder, reads // WRITERS
        self._counters = [self._counter(place) for place in range(WRITERS)]
        self._running: list[subprocess.Popen[bytes]] = []

    def _counter(self, place: int) -> mmap.mmap:
        path = self._folder / f"counter-{place}"
        path.write_bytes(b"\0" * COUNTER.size)
        with path.open("r+b") as file:
            return mmap.mmap(file.fileno(), COUNTER.size)

    @property
    def done(self) -> list[int]:
        """Acknowledged reads of each."""
        return [int(COUNTER.unpack_from(one, 0)[0]) for one in self._counters]

    def start(self) -> None:
        """From where they were."""
        self._running = [
            _own("--writer", str(self._folder), str(place), str(self._each), str(done))
            for place, done in enumerate(self.done)
        ]

    def kill(self) -> None:
        """As a power button does."""
        for process in self._running:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def wait(self, share: float = 1.0) -> None:
        """Until so much of the year is over."""
        while sum(self.done) < share * self._each * WRITERS:
            if all(process.poll() is not None for process in self._running) and share == 1.0:
                break
            time.sleep(0.05)
        if share == 1.0 and any(process.wait() for process in self._running):
            message = "a writer failed"
            raise RuntimeError(message)


def _own(*words: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    return subprocess.Popen([sys.executable, "-m", "benchmarks.reads", *words], env=environment)


def write(folder: Path, place: int, reads: int, done: int) -> None:
    """A writer's process."""
    import django

    django.setup()
    with (folder / f"counter-{place}").open("r+b") as file:
        counter = mmap.mmap(file.fileno(), COUNTER.size)
        noting(folder / "reads", 100 + place, reads, done, counter)


def count(folder: Path) -> None:
    """The counter's process: again and again until the writers are done."""
    import django

    django.setup()
    from wutong.programs.posts.services.rolling import roll_up

    while not (folder / "stop").exists():
        roll_up(folder / "reads")
        time.sleep(0.5)


def channel() -> None:
    """The site on record as a channel, and a post for each story."""
    from wutong.core.reference.models import LegalBody
    from wutong.programs.posts.models import Account, Post

    body = LegalBody.objects.get(pk="association")
    site = Account.objects.create(
        platform="site", name_zh="校友网", legal_body=body, opened_on=date(2006, 9, 1)
    )
    Post.objects.bulk_create(
        Post(account=site, story_key=key, title=f"Story {place}", published_on=FIRST)
        for place, key in enumerate(stories())
    )


def lines_in(folder: Path) -> int:
    """Every line that was written whole, counted or not."""
    return sum(path.read_bytes().count(b"\n") for path in (folder / "reads").glob("*.reads"))


def lived(folder: Path, reads: int) -> tuple[list[int], float]:
    """The year with its kills; what was acknowledged, and the seconds it took."""
    writers, counter = Writers(folder, reads), _own("--counter", str(folder))
    started = time.perf_counter()
    try:
        for share in KILLS:
            writers.start()
            writers.wait(share)
            writers.kill()
            say(f"writers killed after {sum(writers.done):,} reads")
            counter.send_signal(signal.SIGKILL)
            counter.wait()
            counter = _own("--counter", str(folder))
        writers.start()
        writers.wait()
        took = time.perf_counter() - started
    finally:
        writers.kill()
        (folder / "stop").touch()
        counter.wait()
    return writers.done, took


def counted_up(folder: Path) -> dict[str, Any]:
    """The rest counted, and the figures of one day."""
    from django.db.models import Sum

    from wutong.programs.posts.models import Snapshot, Spool, StoryDay
    from wutong.programs.posts.services.rolling import roll_up, snapshot_site

    started = time.perf_counter()
    roll_up(folder / "reads")
    rest = time.perf_counter() - started
    started = time.perf_counter()
    snapshot_site(FIRST + timedelta(days=DAYS - 1))
    day = time.perf_counter() - started
    return {
        "counted": StoryDay.objects.aggregate(total=Sum("reads"))["total"] or 0,
        "rows": StoryDay.objects.count() + Snapshot.objects.count() + Spool.objects.count(),
        "day_s": round(day, 2),
        "rest_s": round(rest, 2),
    }


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a tenth of the year's reads")
    options = parser.parse_args()
    reads = READS // 10 if options.quick else READS
    use(clone("reads", scale="empty"))
    channel()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="reads-")))
        trial = 50_000 if options.quick else 300_000
        per_s = trial / noting(folder / "trial", 1, trial, 0, None)
        limit = bare(folder, trial)
        acknowledged, took = lived(folder, reads)
        written = lines_in(folder)
        found = counted_up(folder)
    lost = max(0, sum(acknowledged) - found["counted"])
    twice = max(0, found["counted"] - written)
    Result(
        name="reads", value=per_s, unit="reads/s of one process", better="higher", limit=limit,
        limit_is="the same lines appended bare", people=0, quick=options.quick,
        goal=f"no read lost or counted twice, at least {GOAL_PER_S:,.0f} reads/s, figures of a day within {GOAL_DAY_S:.0f} s",
        met=not lost and not twice and found["counted"] == written and per_s >= GOAL_PER_S
        and found["day_s"] <= GOAL_DAY_S,
        extra={
            "reads": sum(acknowledged), "written": written, "lost": lost, "twice": twice,
            "year_s": round(took, 1), **found,
        },
    ).report()  # fmt: skip


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["--writer"]:
        write(Path(words[1]), int(words[2]), int(words[3]), int(words[4]))
    elif words[:1] == ["--counter"]:
        count(Path(words[1]))
    else:
        main()
