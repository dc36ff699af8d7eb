"""``python -m benchmarks.outreach``: 100,000 personalised mails from approval to the last row.

The whole pipeline of a greeting, as it is installed: the approver's decision, the snapshot of the
recipients, the stream, the job queue, the pumps and their writing back. It runs four times, with a
worker of one and of two processes, without and with DKIM (RSA-2048, what a house has that makes
its first key); the sink counts the messages and knows their Message-IDs. Each greeting is dated
back a month before the next one leaves, because the house does not write to anybody three times a
week.

The limit is the bare pipelining sender in one process: the same messages to the same recipients,
no database, nothing written back; signing when ours signs. Beside it stand Django's own mail, a
message built and sent at a time, and Postfix's ``smtp-source`` where it is installed, whose
messages are all the same and made of nothing. ``value`` is the better unsigned run, ``ratio`` its
share of the bare sender; ``runs`` has all four.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import template
from benchmarks.greeting import (
    approve,
    bare_rate,
    hand_in_greeting,
    send,
    windows_of,
    worker,
)
from benchmarks.result import Result
from benchmarks.sink import running_sink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.sink import Sink
    from wutong.engines.outreach.models import Campaign
    from wutong.platform.accounts.models import User

MAILS, QUICK_MAILS = 100_000, 20_000
DJANGO_MAILS = 1_000
LEAST_SHARE, MOST_MB = 0.5, 300.0
LOOK = 0.1  # seconds between two looks at the memory of the workers
SMTP_SOURCE = ("/usr/sbin", "/usr/lib/postfix/sbin")


@dataclass(frozen=True)
class Run:
    """One greeting: who sent it, what the sink has of it, what it took."""

    workers: int
    signed: bool
    seconds: float
    opened: float
    taken: int
    delivered: int
    twice: int
    cpu: float
    peak_mb: float

    @property
    def rate(self) -> float:
        return self.taken / self.seconds

    def as_json(self) -> dict[str, Any]:
        return {
            "workers": self.workers,
            "signed": self.signed,
            "rate": round(self.rate),
            "mails": self.taken,
            "twice": self.twice,
            "seconds": round(self.seconds, 2),
            "snapshot_s": round(self.opened, 2),
            "cpu_us_per_mail": round(self.cpu / max(self.taken, 1) * 1e6),
            "peak_mb": round(self.peak_mb),
        }

    @property
    def sound(self) -> bool:
        return self.twice == 0 and self.taken == self.delivered


class Memory:
    """The most memory any one worker process had, in MB, while it was looked at."""

    def __init__(self, pid: int) -> None:
        self.peak = 0.0
        self._pid = pid
        self._done = threading.Event()

    @contextmanager
    def watched(self) -> Iterator[None]:
        thread = threading.Thread(target=self._look, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._done.set()
            thread.join()

    def _look(self) -> None:
        import psutil

        parent = psutil.Process(self._pid)
        while not self._done.wait(LOOK):
            for one in (parent, *parent.children(recursive=True)):
                try:
                    self.peak = max(self.peak, one.memory_info().rss / 2**20)
                except psutil.NoSuchProcess:
                    continue


def one_run(
    greeting: tuple[Campaign, User], url: str, sink: Sink, workers: int, *, signed: bool
) -> Run:
    """Approve a greeting, send it with a worker of its own, and count."""
    from wutong.platform.outbox.public import stream_progress

    campaign, approver = greeting
    already, before = sink.count(), len(sink.message_ids())
    with (
        tempfile.TemporaryDirectory() as folder,
        worker(url, sink, Path(folder), workers) as process,
    ):
        memory = Memory(process.pid)
        with memory.watched():
            began = time.perf_counter()
            approve(campaign, approver)
            decided = time.perf_counter() - began
            took = send(campaign, url, process)
    taken = sink.count() - already
    names = sink.message_ids()[before:]
    sink.forget()
    return Run(
        workers=workers,
        signed=signed,
        seconds=decided + took["seconds"],
        opened=decided + took["opened"],
        taken=taken,
        delivered=stream_progress(campaign.ref).delivered,
        twice=len(names) - len(set(names)),
        cpu=took["cpu"],
        peak_mb=memory.peak,
    )


def date_back(campaign: Campaign) -> None:
    """As if it had left a month ago: the house's cap on letters a week is not what is measured."""
    from wutong.engines.outreach.models import Campaign as Campaigns
    from wutong.kernel import clock

    sent = clock.now() - timedelta(days=30)
    Campaigns.objects.filter(pk=campaign.pk).update(sent_at=sent)


def sign_from_now_on(campaign: Campaign) -> None:
    """Give the sender's domain a key in use; workers started after this sign with it."""
    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.keys import message_domain
    from wutong.platform.outbox.models import Stream
    from wutong.platform.outbox.services.signing import make_key, use_key

    sender = Stream.objects.get(pk=campaign.ref).sender_address
    actor = Actor.system("benchmark")
    key = make_key(actor=actor, domain=message_domain(sender))
    use_key(actor=actor, key_id=key.pk)


def django_rate(campaign: Campaign, sink: Sink) -> float:
    """Messages a second by Django's ``EmailMultiAlternatives`` over one connection."""
    from django.core.mail import EmailMultiAlternatives, get_connection

    from wutong.platform.outbox.models import Stream

    content = Stream.objects.get(pk=campaign.ref).contents.order_by("id")[0]
    began = time.perf_counter()
    with get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host="127.0.0.1", port=sink.port, username="", password="", use_tls=False, use_ssl=False,
    ) as connection:  # fmt: skip
        for number in range(DJANGO_MAILS):
            name = f"Reader {number}"
            mail = EmailMultiAlternatives(
                content.subject.replace("{{ name }}", name),
                content.text.replace("{{ name }}", name),
                "office@wutong.test",
                [f"reader{number}@bench.wutong.test"],
                connection=connection,
            )
            mail.attach_alternative(content.html.replace("{{ name }}", name), "text/html")
            mail.send()
    seconds = time.perf_counter() - began
    sink.forget()
    return DJANGO_MAILS / seconds


def smtp_source_rate(sink: Sink, mails: int, size: int) -> float | None:
    """Messages a second by Postfix's test sender, connections kept; None where it is missing."""
    found = next(
        filter(None, (shutil.which("smtp-source", path=path) for path in (None, *SMTP_SOURCE))),
        None,
    )
    if found is None:
        return None
    began = time.perf_counter()
    subprocess.run(
        [found, "-d", "-s", "8", "-m", str(mails), "-l", str(size), "-f", "a@bench.wutong.test",
         "-t", "b@bench.wutong.test", f"127.0.0.1:{sink.port}"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    sink.forget()
    return mails / seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer mails")
    parser.add_argument("--mails", type=int, default=0)
    options = parser.parse_args()
    mails = options.mails or (QUICK_MAILS if options.quick else MAILS)
    url = template.clone("outreach")
    template.use(url)
    from django.db import connection

    from wutong.core.people.models import Person

    windows = windows_of(mails)
    runs: list[Run] = []
    bare: dict[bool, list[float]] = {False: [], True: []}
    size = 0
    with tempfile.TemporaryDirectory() as name, running_sink(Path(name)) as sink:
        for number, (signed, workers) in enumerate(
            ((False, 1), (False, 2), (True, 1), (True, 2)), start=1
        ):
            greeting = hand_in_greeting(mails, windows, number)
            people = Person.objects.count()
            connection.close()
            run = one_run(greeting, url, sink, workers, signed=signed)
            template.say(f"{workers} workers, signed {signed}: {run.rate:.0f}/s")
            runs.append(run)
            rate, bytes_each = bare_rate(greeting[0], sink)
            bare[signed].append(rate)
            size = size or bytes_each
            if number == 2:
                peers = (django_rate(greeting[0], sink), smtp_source_rate(sink, mails, size))
                sign_from_now_on(greeting[0])
            date_back(greeting[0])
    report(runs, bare, peers, sink.name, {"people": people, "size": size, "quick": mails < MAILS})
    return 0


def report(
    runs: list[Run],
    bare: dict[bool, list[float]],
    peers: tuple[float, float | None],
    sink: str,
    facts: dict[str, Any],
) -> None:
    best = max((run for run in runs if not run.signed), key=lambda run: run.rate)
    signed = max((run for run in runs if run.signed), key=lambda run: run.rate)
    limit, limit_signed = max(bare[False]), max(bare[True])
    peak = max(run.peak_mb for run in runs)
    django, source = peers
    Result(
        name="outreach",
        value=best.rate,
        unit="messages/s",
        better="higher",
        limit=limit,
        limit_is="the same messages by the bare pipelining sender, unsigned",
        people=facts["people"],
        goal="at least half the bare sender, under 300 MB a worker, nobody twice",
        met=best.rate >= LEAST_SHARE * limit and peak < MOST_MB and all(run.sound for run in runs),
        quick=facts["quick"],
        extra={
            "sink": sink,
            "bytes_per_mail": facts["size"],
            "twice": sum(run.twice for run in runs),
            "peak_mb": round(peak),
            "signed_rate": round(signed.rate),
            "signed_bare": round(limit_signed),
            "signed_ratio": round(signed.rate / limit_signed, 4),
            "django_rate": round(django),
            "smtp_source_rate": None if source is None else round(source),
            "bare_runs": [round(rate) for rate in (*bare[False], *bare[True])],
            "runs": [run.as_json() for run in runs],
        },
    ).report()


if __name__ == "__main__":
    raise SystemExit(main())
