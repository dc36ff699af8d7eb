"""``python -m benchmarks.texts``: a festival's 450,000 text messages at the gateway's rate limit.

Drafts are written for everybody with a mobile number, handed in, approved and sent. The clock runs
from the service behind the button "send" until the last text was accepted by the gateway and
written down: judging and fixing the recipients, the job queue, signing, sending and counting are
inside. The gateway is the local simulator, which speaks the documented protocol over HTTP (signed
requests of a hundred texts each, every answer after 20 ms) and pushes a receipt for each text to
the house's own web server a second later, while the sending goes on.

The limit is the rate that is configured for the gateway, over all workers. An article-scale
university has fewer mobile numbers than 450,000: as many greetings as it takes are sent at once,
and share the gateway. ``--quick`` sends 20,000 texts.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from benchmarks import clouds, template
from benchmarks.greeting import worker
from benchmarks.result import Result
from benchmarks.search_people import Office
from benchmarks.sink import running_sink

if TYPE_CHECKING:
    import psycopg

    from wutong.engines.outreach.models import Campaign
    from wutong.platform.accounts.models import User

TEXTS, QUICK = 450_000, 20_000
RATE = 1_000
SHARE = 0.95
MEMORY_MB = 300
PATIENCE, RECEIPTS_PATIENCE = 1_200.0, 120.0
BEHAVIOUR = {"delay": 0.02, "receipt_delay": 1.0, "failed_share": 0.004, "endings": False}


def people_of_the_office() -> tuple[User, User]:
    """Somebody who writes and somebody who approves."""
    from wutong.kernel.actors import Actor
    from wutong.platform.access.public import grant_role
    from wutong.platform.accounts.models import User

    found = []
    for role in ("staff", "director"):
        user = User.objects.create_user(f"bench-{role}@bench.wutong.test", "not used to sign in")
        grant_role(actor=Actor.system("benchmark"), user=user, role=role)
        found.append(user)
    return found[0], found[1]


def write_greetings(texts: int) -> list[Campaign]:
    """Approved greetings that reach at least ``texts`` numbers together, everybody in each of
    them, the last years of entry alone where fewer are wanted.
    """
    author, approver = people_of_the_office()
    hand_to_the_carrier()
    found: list[Campaign] = []
    wanted = texts
    while wanted > 0:
        campaign = _write(len(found), wanted, author)
        gets = (campaign.counts or {}).get("", 0)
        template.say(f"{campaign.title}: {gets:,} get it")
        if not gets:
            raise RuntimeError("nobody has a mobile number")
        _approve(campaign, author, approver)
        found.append(campaign)
        wanted -= gets
    return found


def hand_to_the_carrier() -> None:
    """The words, approved."""
    from wutong.platform.outbox.enums import Approval, TextKind
    from wutong.platform.outbox.models import TextTemplate

    TextTemplate.objects.bulk_create(
        TextTemplate(
            gateway="aliyun", kind=TextKind.GREETING, language="zh-hans", title=code, body=body,
            code=code, state=Approval.APPROVED,
        )
        for code, body in clouds.GREETINGS.items()
    )  # fmt: skip


def _write(number: int, wanted: int, author: User) -> Campaign:
    """A draft to those who entered since some year, that reaches ``wanted`` if anything does."""
    from wutong.core.reference.models import LegalBody
    from wutong.engines.audiences.public import Condition, Group, save_segment
    from wutong.engines.outreach.demo_wording import OUT
    from wutong.engines.outreach.services.campaigns import count_audience, save_campaign
    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.models import TextSignature

    actor = Actor.of(author)
    segment = save_segment(
        actor=actor,
        owner=author,
        name=f"benchmark {number}",
        root=Group("all", [Condition("study", {"entry_from": since_year(wanted)})]),
    )
    campaign = save_campaign(
        actor=actor,
        author=author,
        values={
            "title": f"节日问候 {number + 1}",
            "legal_body": LegalBody.objects.get(code="association"),
            "topic": "greetings",
            "segment": segment,
            "ornament": "none",
            "channel": "sms",
            "body_zh": list(clouds.GREETINGS.values())[number].removesuffix(OUT),
            "signature": TextSignature.objects.get(gateway="aliyun", legal_body="association"),
        },
    )
    count_audience(campaign=campaign)
    return campaign


def since_year(wanted: int) -> int:
    """The latest year since which so many with a mobile number entered, and some to spare."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT year, sum(count(*)) OVER (ORDER BY year DESC) FROM ("
            "  SELECT max(d.entry_year) AS year FROM people_contactpoint c"
            "  JOIN people_degree d ON d.person_id = c.person_id"
            "  WHERE c.kind = 'phone' AND c.status = 'ok' AND c.valid_to IS NULL"
            "    AND c.normalised LIKE '+861%' AND d.entry_year IS NOT NULL"
            "  GROUP BY c.person_id) p GROUP BY year ORDER BY year DESC"
        )
        rows = cursor.fetchall()
    return next((year for year, people in rows if people >= 1.15 * wanted), 1)


def _approve(campaign: Campaign, author: User, approver: User) -> None:
    from wutong.engines.outreach.services.campaigns import hand_in
    from wutong.kernel.actors import Actor
    from wutong.platform.approvals.public import decide, requests_for

    hand_in(actor=Actor.of(author), user=author, campaign=campaign)
    request = requests_for(campaign.ref)[0]
    decide(request_id=request.pk, user=approver, actor=Actor.of(approver), approve=True)
    campaign.refresh_from_db()


class Watch:
    """Memory and processor time of processes and those below them, twice a second."""

    def __init__(self, pid: int) -> None:
        import psutil

        self._top = psutil.Process(pid)
        self.peak = 0
        self._begun = self._spent()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def cpu(self) -> float:
        """Seconds since it was begun."""
        return self._spent() - self._begun

    def _family(self) -> list[Any]:
        return [self._top, *self._top.children(recursive=True)]

    def _spent(self) -> float:
        times = [one.cpu_times() for one in self._family()]
        return float(sum(one.user + one.system for one in times))

    def _run(self) -> None:
        while not self._ended.wait(0.5):
            self.peak = max(self.peak, *(one.memory_info().rss for one in self._family()))


def send(campaigns: list[Campaign], database: psycopg.Connection[Any]) -> dict[str, float]:
    """Press "send" for all and wait for the last row: seconds, and those until the first text
    could leave.
    """
    from wutong.engines.outreach.services.scheduling import schedule
    from wutong.kernel import clock
    from wutong.kernel.actors import Actor

    keys = [campaign.ref for campaign in campaigns]
    begun = time.perf_counter()
    for campaign in campaigns:
        schedule(actor=Actor.system("benchmark"), campaign=campaign, at=clock.now())
    opened, said = 0.0, begun
    while True:
        states = progress(database, keys)
        now = time.perf_counter()
        if states and not opened:
            opened = now - begun
        if len(states) == len(keys) and set(states.values()) == {"finished"}:
            return {"seconds": now - begun, "opened": opened}
        if "paused" in states.values() or now - begun > PATIENCE:
            raise RuntimeError(f"not finished: {states}")
        if now - said > 15:
            said = now
            template.say(f"{now - begun:.0f} s: {totals(database, keys)}")
        time.sleep(0.1)


def progress(database: psycopg.Connection[Any], keys: list[str]) -> dict[str, str]:
    """Where the sendings that were opened stand."""
    rows = database.execute("SELECT key, state FROM outbox_stream WHERE key = ANY(%s)", [keys])
    return dict(rows.fetchall())


def totals(database: psycopg.Connection[Any], keys: list[str]) -> dict[str, float]:
    """What became of all texts, with what they cost."""
    names = ("total", "accepted", "bounced", "refused", "uncertain", "cancelled", "arrived",
             "parts_billed", "cost")  # fmt: skip
    sums = ", ".join(f"coalesce(sum({name}), 0)" for name in names)
    row = database.execute(
        f"SELECT {sums} FROM outbox_stream WHERE key = ANY(%s)",
        [keys],
    ).fetchone()
    return dict(zip(names, map(float, row or ()), strict=True))


def wait_for_receipts(database: psycopg.Connection[Any], keys: list[str], texts: int) -> float:
    """Until every text was reported, arrived or not; the seconds it took."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < RECEIPTS_PATIENCE:
        found = totals(database, keys)
        if found["arrived"] + found["bounced"] >= texts:
            break
        time.sleep(0.2)
    return time.perf_counter() - begun


def measure(texts: int, rate: int, scale: str, *, quick: bool) -> Result:
    """The whole run."""
    import psycopg

    folder = Path(tempfile.mkdtemp(prefix="texts-"))
    (folder / "control.json").write_text(json.dumps(BEHAVIOUR), encoding="utf-8")
    url = template.clone("texts", scale=scale)
    changes = {"ALIYUN_SMS_RATE": str(rate), "SMS_CAP_MESSAGES": "99"}
    os.environ.update(clouds.settings_for(0, **changes))
    template.use(url)
    from django.db import connection

    from wutong.core.people.models import Person

    campaigns = write_greetings(texts)
    keys, people = [campaign.ref for campaign in campaigns], Person.objects.count()
    connection.close()
    web = Office("", pages=False)
    try:
        callback = f"http://127.0.0.1:{web.port}/sms/{clouds.TOKEN}"
        with clouds.running(folder, callback=callback) as gateway:
            os.environ.update(clouds.settings_for(gateway.port, **changes))
            with (
                running_sink(folder) as mails,  # colleagues are told of approvals meanwhile
                worker(url, mails, folder) as process,
                psycopg.connect(url, autocommit=True) as database,
                Watch(process.pid) as watch,
                Watch(web.process.pid) as pages,
            ):
                took = send(campaigns, database)
                spent = watch.cpu
                done = totals(database, keys)
                sent = int(done["accepted"] + done["bounced"])
                late = wait_for_receipts(database, keys, sent)
                reported, web_spent = totals(database, keys), pages.cpu
            account = gateway.account()
    finally:
        web.stop()
    value = sent / took["seconds"]
    matched = int(reported["arrived"] + reported["bounced"])
    taken, at = account.taken, account.at
    peak = max(Counter(map(int, at)).values(), default=0)
    per_text = 1e6 / max(sent, 1)
    memory = watch.peak / 1e6
    flowing = sent / max(max(at) - min(at), 1e-9) if at else 0.0
    wanted = flowing if quick else value
    return Result(
        name="texts",
        value=value,
        unit="texts/s",
        better="higher",
        limit=rate,
        limit_is="the rate configured for the gateway",
        people=people,
        goal=f"at least {SHARE:.0%} of it, every receipt matched, under {MEMORY_MB} MB a worker",
        met=wanted >= SHARE * rate
        and taken.total() == len(taken) == sent
        and matched == sent
        and memory < MEMORY_MB,
        quick=quick,
        extra={
            "rate_limit": rate,
            "texts": sent,
            "greetings": len(campaigns),
            "twice": taken.total() - len(taken),
            "receipts_matched": matched,
            "receipts_behind_s": round(late, 1),
            "memory_mb": round(memory),
            "cost": reported["cost"],
            "parts": int(reported["parts_billed"]),
            "cpu_us_per_text": round(spent * per_text),
            "web_cpu_us_per_receipt": round(web_spent * per_text),
            "seconds": round(took["seconds"], 1),
            "opened_s": round(took["opened"], 2),
            "flowing_per_s": round(flowing),
            "peak_per_s": peak,
        },
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} texts")
    parser.add_argument("--texts", type=int, default=0)
    parser.add_argument("--rate", type=int, default=RATE, help="texts a second; 0 for no limit")
    parser.add_argument("--scale", default="article", choices=["article", "small"])
    options = parser.parse_args()
    texts = options.texts or (QUICK if options.quick else TEXTS)
    measure(texts, options.rate, options.scale, quick=texts < TEXTS).report()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
