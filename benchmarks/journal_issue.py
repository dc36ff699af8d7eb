"""``python -m benchmarks.journal_issue``: one issue of the journal to 200,000 readers by three ways.

An issue is published for readers some of whom follow the account on WeChat, some have an e-mail
address, some want paper; many could be reached by several ways and get one copy. The demo has too
few postal addresses for so many: every second person without one is given one. The notice and the
letter are written, handed in and approved. The clock runs from the service behind the button
"send" of both until the last copy is in the delivery ledger and the labels of the postal list are
set: judging everybody, signing, sending, the list and its labels are inside. Mails go to the sink,
notices to the simulator of WeChat, whose receipts are counted afterwards.

The limit is what the three would take at best side by side: the letters by the bare pipelining
sender, the notices at the rate configured for the account. ``--quick`` has 10,000 readers.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import fans, template
from benchmarks.greeting import bare_rate, worker
from benchmarks.result import Result
from benchmarks.search_people import Office
from benchmarks.sink import running_sink
from benchmarks.texts import Watch, people_of_the_office

if TYPE_CHECKING:
    import psycopg

    from wutong.engines.outreach.models import Campaign
    from wutong.platform.accounts.models import User
    from wutong.programs.journal.models import Issue

READERS, QUICK = 200_000, 10_000
SHARES = {"wechat": 0.15, "email": 0.7}  # paper takes the others
RATE = 400
SHARE, MEMORY_MB = 0.4, 400  # the labels are set in a worker too
PATIENCE, RECEIPTS_PATIENCE = 900.0, 240.0
BARE = 20_000

_FORGET = """
UPDATE consent_consentrecord SET withdrawn_at = now(), withdrawn_method = 'demo'
 WHERE topic IN ('journal', '*') AND withdrawn_at IS NULL;
DELETE FROM consent_preference WHERE topic IN ('journal', '*');
INSERT INTO people_contactpoint (person_id, kind, value, normalised, masked, value_hash, is_primary,
                                status)
SELECT p.id, 'address', a.value, a.value, '***', sha256(convert_to(a.value, 'utf8')), false, 'ok'
  FROM people_person p, LATERAL (SELECT '710069 陕西省西安市太白北路' || p.id || '号' AS value) a
 WHERE NOT p.deceased AND p.merged_into_id IS NULL AND p.grade < 2 AND p.id % 2 = 0
   AND NOT EXISTS (SELECT FROM people_contactpoint c
                    WHERE c.person_id = p.id AND c.kind = 'address' AND c.valid_to IS NULL);
ANALYZE people_contactpoint;
CREATE TEMPORARY TABLE free AS
SELECT p.id, f.fan,
       EXISTS (SELECT FROM people_contactpoint c WHERE c.person_id = p.id AND c.kind = 'email'
                AND c.status = 'ok' AND c.valid_to IS NULL) AS mail,
       EXISTS (SELECT FROM people_contactpoint c WHERE c.person_id = p.id AND c.kind = 'address'
                AND c.status = 'ok' AND c.valid_to IS NULL) AS place
  FROM people_person p
  LEFT JOIN (SELECT subject_ref, min(id) AS fan FROM outbox_wechatfan
              WHERE follows AND right(openid, 4) NOT IN ('0001', '0002', '0003', '0004')
              GROUP BY subject_ref) f ON f.subject_ref = 'person:' || p.id
 WHERE NOT p.deceased AND p.merged_into_id IS NULL AND p.grade < 2;
CREATE TEMPORARY TABLE reader (id bigint PRIMARY KEY, way text);
"""
_CHOOSE = """
INSERT INTO reader
SELECT id, %(way)s FROM free
 WHERE {reached} AND id NOT IN (SELECT id FROM reader) ORDER BY md5(id::text) LIMIT %(most)s
"""
REACHED = {"wechat": "fan IS NOT NULL", "post": "place", "email": "mail"}
_AGREE = """
INSERT INTO consent_consentrecord (person_id, topic, channel, basis, text_id, method, evidence,
                                   legal_body, given_at, withdrawn_method)
SELECT id, 'journal', '', 'consent', NULL, 'demo', '', '', now(), '' FROM reader;
INSERT INTO consent_preference (person_id, topic, channel, wanted, changed_at)
SELECT id, 'journal', 'post', true, now() FROM reader WHERE way = 'post'
 UNION ALL
SELECT id, 'journal', unnest(ARRAY['email', 'wechat']), false, now() FROM reader
 WHERE way = 'post';
DELETE FROM outbox_wechatright WHERE template = %(template)s;
INSERT INTO outbox_wechatright (fan_id, template, "left", lasting, refused)
SELECT f.fan, %(template)s, 0, true, false FROM reader r JOIN free f USING (id)
 WHERE r.way = 'wechat';
ANALYZE consent_consentrecord; ANALYZE consent_preference; ANALYZE outbox_wechatright;
"""


def choose_readers(url: str, readers: int, notice: str) -> dict[str, int]:
    """Agreements, wishes and rights of so many people; how many by each way."""
    import psycopg

    wanted = {way: round(readers * share) for way, share in SHARES.items()}
    found: dict[str, int] = {}
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(_FORGET)
        for way in ("wechat", "email", "post"):
            most = wanted.get(way, readers - sum(found.values()))
            statement = _CHOOSE.format(reached=REACHED[way])
            found[way] = database.execute(statement, {"way": way, "most": most}).rowcount
        for statement in _AGREE.split(";"):
            if statement.strip():
                given = {"template": notice} if "%(template)s" in statement else None
                database.execute(statement, given)
    return found


def make_issue(author: User) -> Issue:
    """Published, with eight articles, for everybody who said a word about the journal."""
    from wutong.core.reference.models import LegalBody
    from wutong.kernel.actors import Actor
    from wutong.programs.journal.enums import Copies, PrintRule
    from wutong.programs.journal.services import issues

    actor = Actor.of(author)
    issue = issues.save_issue(
        actor=actor,
        values={
            "number": 999, "year": 2026, "number_in_year": 4, "title_zh": "梧桐校友",
            "title_en": "Wutong Alumni", "permit_number": "陕内资第999号",
            "legal_body": LegalBody.objects.get(code="association"),
            "print_rule": PrintRule.ASKED, "copies_each": Copies.ONCE,
        },
    )  # fmt: skip
    for number in range(8):
        issues.save_article(
            actor=actor, issue=issue, makers={},
            values={"title_zh": f"梧桐树下的第{number + 1}个故事", "text_zh": "正文" * 200},
        )  # fmt: skip
    return issues.publish_issue(actor=actor, issue=issue)


def write_both(
    issue: Issue, notice: str, author: User, approver: User
) -> tuple[Campaign, Campaign]:
    """The notice and the letter, handed in and approved; the notice first, as its order says."""
    from wutong.engines.outreach.services.campaigns import hand_in
    from wutong.kernel.actors import Actor
    from wutong.platform.approvals.public import decide, is_set, requests_for, set_chain
    from wutong.platform.outbox.models import WechatTemplate
    from wutong.programs.journal.services.mailing import write_letter, write_notice

    actor = Actor.of(author)
    if not is_set("campaign"):  # colleagues get no letters that the sink would count
        set_chain(
            actor=Actor.system("benchmark"), kind="campaign", steps=[("approval", "")],
            one_step_each=True, notify=False, version=0,
        )  # fmt: skip
    template_ = WechatTemplate.objects.get(code=notice)

    def approved(campaign: Campaign) -> Campaign:
        handed = hand_in(actor=actor, user=author, campaign=campaign)
        request = requests_for(campaign.ref)[0]
        decide(request_id=request.pk, user=approver, actor=Actor.of(approver), approve=True)
        handed.refresh_from_db()
        template.say(f"{handed.title}: {(handed.counts or {}).get('', 0):,} get it")
        return handed

    by_wechat = approved(write_notice(actor=actor, user=author, issue=issue, template=template_))
    by_mail = approved(write_letter(actor=actor, user=author, issue=issue))
    return by_wechat, by_mail


def send(
    issue: Issue, sendings: list[Campaign], author: User, database: psycopg.Connection[Any]
) -> dict[str, float]:
    """Press "send" for both, fix the list and order the labels; seconds until each was done."""
    from wutong.engines.outreach.services.scheduling import schedule
    from wutong.kernel import clock
    from wutong.kernel.actors import Actor
    from wutong.platform.jobs.public import defer, start_progress
    from wutong.programs.journal.models import Issue
    from wutong.programs.journal.services import ledger
    from wutong.programs.journal.tasks import labels_job

    actor = Actor.of(author)
    begun = time.perf_counter()
    took: dict[str, float] = {}
    for campaign in sendings:
        schedule(actor=actor, campaign=campaign, at=clock.now())
    ledger.fix_postal_list(actor=actor, user=author, issue=issue)
    took["list"] = time.perf_counter() - begun
    progress = start_progress(kind="journal.labels", title="labels", owner=actor)
    defer(
        labels_job, progress_id=str(progress.pk), user_id=author.pk, issue_id=issue.pk,
        sheet="3x8", skip=0,
    )  # fmt: skip
    keys, said = {one.ref: one.channel for one in sendings}, begun
    while len(took) < len(keys) + 2:
        now = time.perf_counter() - begun
        rows = database.execute(
            "SELECT key, state, accepted FROM outbox_stream WHERE key = ANY(%s)", [list(keys)]
        ).fetchall()
        for key, state, _accepted in rows:
            if state == "finished":
                took.setdefault(str(keys[key]), now)
        state, done = database.execute(
            "SELECT state, done FROM jobs_progress WHERE id = %s", [progress.pk]
        ).fetchone() or ("", 0)
        if state == "done":
            took.setdefault("labels", now)
        if state == "failed" or now > PATIENCE:
            raise RuntimeError(f"not finished: {rows} {state}")
        if time.perf_counter() - said > 15:
            said = time.perf_counter()
            template.say(f"{now:.0f} s: {rows}, {done:,} labels")
        time.sleep(0.1)
    issue = Issue.objects.select_related("campaign", "notice").get(pk=issue.pk)
    ledger.take_letters_over(actor=actor, issue=issue)
    took["seconds"] = time.perf_counter() - begun
    return took


def wait_for_receipts(database: psycopg.Connection[Any], key: str, notices: int) -> float:
    """Until every notice was reported; the seconds it took."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < RECEIPTS_PATIENCE:
        row = database.execute(
            "SELECT arrived + bounced FROM outbox_stream WHERE key = %s", [key]
        ).fetchone()
        if row and row[0] >= notices:
            break
        time.sleep(0.3)
    return time.perf_counter() - begun


def measure(readers: int, rate: int, scale: str, *, quick: bool) -> Result:
    """The whole run."""
    import psycopg

    from wutong.engines.wechat.demo_words import LISTED

    notice = LISTED[2]["priTmplId"]
    folder = Path(tempfile.mkdtemp(prefix="journal-"))
    url = template.clone("journal_issue", scale=scale)
    os.environ.update(fans.settings_for(0, rate))
    template.use(url)
    from django.db import connection

    from wutong.core.people.models import Person

    chosen = choose_readers(url, readers, notice)
    template.say(f"readers: {chosen}")
    author, approver = people_of_the_office()
    issue = make_issue(author)
    sendings = write_both(issue, notice, author, approver)
    people = Person.objects.count()
    connection.close()
    web = Office("", pages=False)
    try:
        callback = f"http://127.0.0.1:{web.port}/wechat/callback"
        with fans.running(folder, callback=callback) as cloud:
            os.environ.update(fans.settings_for(cloud.port, rate))
            with (
                running_sink(folder) as sink,
                worker(url, sink, folder) as process,
                psycopg.connect(url, autocommit=True) as database,
                Watch(process.pid) as watch,
            ):
                took = send(issue, list(sendings), author, database)
                spent = watch.cpu
                mails = sink.message_ids()
                notices = cloud.taken()
                late = wait_for_receipts(database, sendings[0].ref, notices.total())
                ledger = account_of(issue, database)
                sink.forget()
                bare, size = bare_rate(sendings[1], sink, BARE)
    finally:
        web.stop()
    copies = sum(ledger["copies"].values())
    twice = len(mails) - len(set(mails)) + notices.total() - len(notices) + ledger["by_two"]
    lost = sum(chosen.values()) - ledger["people"] - ledger["left_out"]
    limit_seconds = max(len(mails) / bare, notices.total() / rate)
    memory = watch.peak / 1e6
    value, limit = copies / took["seconds"], copies / limit_seconds
    same = ledger["copies"].get("email") == len(mails) and ledger["copies"].get("wechat") == len(
        notices
    )
    return Result(
        name="journal_issue",
        value=value,
        unit="copies/s",
        better="higher",
        limit=limit,
        limit_is="letters by the bare sender and notices at the configured rate, side by side",
        people=people,
        goal=f"at least {SHARE:.0%} of it, nobody twice, nobody lost, under {MEMORY_MB} MB a worker",
        met=value >= SHARE * limit and not twice and not lost and same and memory < MEMORY_MB,
        quick=quick,
        extra={
            "readers": sum(chosen.values()),
            "by_email": len(mails),
            "by_wechat": notices.total(),
            "by_post": ledger["copies"].get("post", 0),
            "left_out": ledger["left_out"],
            "twice": twice,
            "lost": lost,
            "memory_mb": round(memory),
            "seconds": round(took["seconds"], 1),
            "list_s": round(took["list"], 1),
            "email_s": round(took["email"], 1),
            "wechat_s": round(took["wechat"], 1),
            "labels_s": round(took["labels"], 1),
            "receipts": ledger["receipts"],
            "receipts_behind_s": round(late, 1),
            "cpu_us_per_copy": round(spent / max(copies, 1) * 1e6),
            "bare_mails_per_s": round(bare),
            "bytes_per_mail": size,
            "wechat_rate": rate,
        },
    )


def account_of(issue: Issue, database: psycopg.Connection[Any]) -> dict[str, Any]:
    """What the ledger holds: copies by channel, people, who got two, receipts; and the readers
    who got none, each with a reason that the office can name.
    """
    from wutong.kernel.actors import Actor
    from wutong.programs.journal.models import Issue
    from wutong.programs.journal.services.ledger import take_letters_over

    fresh = Issue.objects.select_related("campaign", "notice").get(pk=issue.pk)
    take_letters_over(actor=Actor.system("benchmark"), issue=fresh)
    rows = database.execute(
        "SELECT channel, count(*), count(arrived_on) FROM journal_copy WHERE issue_id = %s"
        " GROUP BY 1",
        [issue.pk],
    ).fetchall()
    people, by_two = database.execute(
        "SELECT count(*), count(*) FILTER (WHERE n > 1) FROM (SELECT person_id, count(*) AS n"
        " FROM journal_copy WHERE issue_id = %s GROUP BY 1) c",
        [issue.pk],
    ).fetchone() or (0, 0)
    left_out = database.execute(
        "SELECT count(DISTINCT c.person_id) FROM consent_consentrecord c"
        " WHERE c.topic = 'journal' AND c.withdrawn_at IS NULL"
        "   AND NOT EXISTS (SELECT FROM journal_copy j"
        "                    WHERE j.issue_id = %(issue)s AND j.person_id = c.person_id)"
        "   AND (EXISTS (SELECT FROM outreach_recipient r WHERE r.person_id = c.person_id"
        "                 AND r.campaign_id = ANY(%(sendings)s) AND r.reason <> '')"
        "     OR EXISTS (SELECT FROM journal_judged g WHERE g.person_id = c.person_id"
        "                 AND g.issue_id = %(issue)s AND g.reason <> ''))",
        {"issue": issue.pk, "sendings": [fresh.campaign_id, fresh.notice_id]},
    ).fetchone() or (0,)
    return {
        "copies": Counter({channel: count for channel, count, _arrived in rows}),
        "receipts": sum(arrived for _channel, _count, arrived in rows),
        "people": people,
        "by_two": by_two,
        "left_out": left_out[0],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} readers")
    parser.add_argument("--readers", type=int, default=0)
    parser.add_argument("--rate", type=int, default=RATE, help="notices a second")
    parser.add_argument("--scale", default="article", choices=["article", "small"])
    options = parser.parse_args()
    readers = options.readers or (QUICK if options.quick else READERS)
    measure(readers, options.rate, options.scale, quick=readers < READERS).report()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
