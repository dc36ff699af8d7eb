"""The pages of sendings with five million deliveries behind them.

A copy of the article-scale university holds five million letters in fifty greetings over three
years, each with its recipients, answers and unsubscriptions, written by INSERT … SELECT; the
results by college, class, place and provider are counted as a worker counts them. It is filled
once and kept as a template of its own. Then a real server on loopback is asked, signed in as
staff, for every kind of page a sending has: its own page, the running numbers of one being sent,
the list of sendings, results by four breakdowns, names behind their numbers (many and few), names
behind the pre-flight. ``p95_ms`` is over all of them; the limit is the p95 of what a page asks of
the database, as bare SQL. ``--quick`` asks for fewer pages of the same database.
"""

from __future__ import annotations

import argparse
import random
import time
from typing import Any

from benchmarks.result import Result, percentile
from benchmarks.search_people import Office
from benchmarks.template import clone, filled, say, use

GOAL_MS = 120.0
TITLE = "五百万封 "
LETTERS, GREETINGS = 5_000_000, 50
PAGES, QUICK_PAGES = 440, 132
COUNTED = 3  # greetings that are counted again, to say how long it takes

# One greeting to every nth person with an address; what became of a letter is drawn from its hash.
_RECIPIENTS = """
INSERT INTO outreach_recipient (campaign_id, person_id, reason, language, address, address_hash)
SELECT %(campaign)s, p.id, CASE WHEN p.id %% 50 = 0 THEN 'unsubscribed' ELSE '' END, p.language,
       m.normalised, m.value_hash
  FROM people_person p
  JOIN (SELECT DISTINCT ON (value_hash) person_id, normalised, value_hash
          FROM people_contactpoint
         WHERE kind = 'email' AND valid_to IS NULL ORDER BY value_hash, person_id) m
    ON m.person_id = p.id
 WHERE p.merged_into_id IS NULL AND p.grade < 2
 ORDER BY md5(%(campaign)s::text || p.id) LIMIT %(letters)s * 51 / 49
ON CONFLICT DO NOTHING
"""
_LETTERS = """
INSERT INTO outbox_delivery
    (campaign_month, stream, subject_ref, address, name, address_hash, language, parts, state,
     reason, attempts, last_reply, created_at, accepted_at)
SELECT %(month)s, %(stream)s, 'person:' || r.person_id, r.address, '', r.address_hash,
       r.language, '{}',
       CASE WHEN lot < 13 THEN 'bounced' WHEN lot < 21 THEN 'refused'
            WHEN lot < 22 AND %(running)s THEN 'uncertain'
            WHEN lot > 900 AND %(running)s THEN 'queued' ELSE 'accepted' END,
       CASE WHEN lot < 13 THEN 'bounce-hard' WHEN lot < 21 THEN 'refused' ELSE '' END,
       1, '250 2.0.0 accepted', %(sent)s, %(sent)s
  FROM outreach_recipient r
 CROSS JOIN LATERAL (SELECT get_byte(r.address_hash, 3) * 4 + %(campaign)s %% 4 AS lot) q
 WHERE r.campaign_id = %(campaign)s AND r.reason = ''
"""
_STREAM = """
UPDATE outbox_stream s
   SET total = c.total, accepted = c.accepted, bounced = c.bounced, refused = c.refused,
       uncertain = c.uncertain
  FROM (SELECT count(*) AS total, count(*) FILTER (WHERE state = 'accepted') AS accepted,
               count(*) FILTER (WHERE state = 'bounced') AS bounced,
               count(*) FILTER (WHERE state = 'refused') AS refused,
               count(*) FILTER (WHERE state = 'uncertain') AS uncertain
          FROM outbox_delivery WHERE campaign_month = %(month)s AND stream = %(stream)s) c
 WHERE s.key = %(stream)s
"""
_REPLIES = """
INSERT INTO outreach_reply (campaign_id, person_id, kind, text, act_day, act_id, replied_at)
SELECT r.campaign_id, r.person_id, 'received', '', %(sent)s::date, gen_random_uuid(), %(sent)s
  FROM outreach_recipient r
 WHERE r.campaign_id = %(campaign)s AND r.reason = '' AND get_byte(r.address_hash, 5) < 16
"""
_LEFT = """
INSERT INTO consent_preferencechange
    (person_id, topic, channel, after, method, source_ref, consents_closed, changed_at)
SELECT r.person_id, 'greetings', 'email', '{"wanted": false}', 'link', %(stream)s, '[]', %(sent)s
  FROM outreach_recipient r
 WHERE r.campaign_id = %(campaign)s AND r.reason = '' AND get_byte(r.address_hash, 6) = 7
"""
TABLES = (
    "outbox_delivery", "outreach_recipient", "outreach_reply", "consent_preferencechange",
    "outreach_resultrow",
)  # fmt: skip


def account(name: str) -> Any:
    """Somebody of the staff."""
    from wutong.kernel.actors import Actor
    from wutong.platform.access.public import grant_role
    from wutong.platform.accounts.models import User

    user = User.objects.create_user(f"{name}@bench.wutong.test", "not a password anybody has")
    grant_role(actor=Actor.system("bench"), user=user, role="staff")
    return user


def reader() -> tuple[Any, str]:
    """Who looks at the pages, signed in."""
    from django.test import Client

    user = account("reader")
    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user, browser.cookies["sessionid"].value


def send(user: Any, number: int, letters: int, segment: Any) -> Any:
    """One greeting as it would have been left, three weeks before the one after it; the youngest
    is still being sent.
    """
    from datetime import timedelta

    from django.db import connection

    from wutong.core.reference.models import LegalBody
    from wutong.engines.outreach.models import Campaign
    from wutong.engines.outreach.services.campaigns import save_campaign
    from wutong.engines.outreach.services.sending import _open
    from wutong.kernel import clock
    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.models import Stream
    from wutong.platform.outbox.public import ensure_partitions, month_of

    actor, running = Actor.system("bench"), number == 0
    sent = clock.now() - timedelta(days=21 * number, hours=1)
    campaign = save_campaign(
        actor=actor,
        author=user,
        values={
            "title": f"{TITLE}{number}",
            "legal_body": LegalBody.objects.get(code="association"),
            "topic": "greetings",
            "segment": segment,
            "subject_zh": "{{ name }}，安好",
            "body_zh": "{{ name }}：母校想念您。",
        },
    )
    _open(campaign, actor)
    month = month_of(sent.date())
    ensure_partitions(months=[month])
    names = {
        "campaign": campaign.pk, "stream": campaign.ref, "month": month, "sent": sent,
        "letters": letters, "running": running,
    }  # fmt: skip
    Stream.objects.filter(pk=campaign.ref).update(
        campaign_month=month, started_at=sent, state="running" if running else "finished",
        finished_at=None if running else sent + timedelta(hours=1),
    )  # fmt: skip
    with connection.cursor() as cursor:
        for statement in (_RECIPIENTS, _LETTERS, _STREAM, _REPLIES, _LEFT):
            cursor.execute(statement, names)
        cursor.execute(
            "SELECT reason, count(*) FROM outreach_recipient WHERE campaign_id = %s GROUP BY 1",
            [campaign.pk],
        )
        counts = dict(cursor.fetchall())
    Campaign.objects.filter(pk=campaign.pk).update(
        state="sending" if running else "finished", sent_at=sent, counts=counts,
        counted_at=sent, definition=segment.definition,
    )  # fmt: skip
    return campaign


def addresses(campaigns: list[Any], pages: int) -> list[str]:
    """Every kind of page in turn, of greetings and groups drawn by lot, the same on every run."""
    from wutong.engines.outreach.models import ResultRow

    rng = random.Random(2026)
    groups = {
        by: list(
            ResultRow.objects.filter(dimension=by, total__gt=3)
            .exclude(key="")
            .order_by("campaign_id", "key")
            .values_list("campaign_id", "key")
        )
        for by in ("college", "class", "city", "provider")
    }
    running = f"/office/campaigns/{campaigns[0].pk}/"

    def one() -> str:
        return f"/office/campaigns/{rng.choice(campaigns).pk}/"

    def behind(what: str) -> str:
        by = rng.choice(list(groups))
        campaign, key = rng.choice(groups[by])
        return f"/office/campaigns/{campaign}/results/people/?by={by}&key={key}&what={what}"

    kinds = (
        one,
        lambda: running,
        lambda: f"{running}?part=progress",
        lambda: f"/office/campaigns/?page={rng.randrange(1, 3)}",
        *(lambda by=by: f"{one()}results/?by={by}" for by in groups),  # type: ignore[misc]
        lambda: f"{one()}results/?by=class&sort=bounced",
        *(lambda what=what: behind(what)  # type: ignore[misc]
          for what in ("delivered", "bounced", "answered", "unsubscribed", "total")),
        *(lambda what=what: f"{one()}results/people/?by=all&what={what}"  # type: ignore[misc]
          for what in ("delivered", "bounced", "refused", "answered", "unsubscribed")),
        lambda: f"{one()}recipients/",
        lambda: f"{one()}recipients/?reason=unsubscribed",
        lambda: f"{running}uncertain/",
    )  # fmt: skip
    return [kinds[number % len(kinds)]() for number in range(pages)]


def bare_sql(user: Any, paths: list[str]) -> list[float]:
    """Milliseconds of what each page asks of the database, sent by psycopg, nothing made of it."""
    import psycopg
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    settings = connection.get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        settings.pop(name, None)
    taken = []
    with psycopg.connect(**settings, autocommit=True) as bare:
        for path in paths:
            with CaptureQueriesContext(connection) as caught:
                browser.get(path)
            asked = [one["sql"] for one in caught if one["sql"].startswith("SELECT")]
            began = time.perf_counter()
            for statement in asked:
                bare.execute(statement).fetchall()
            taken.append((time.perf_counter() - began) * 1000)
    return taken


def fill() -> None:
    """Put the letters in and count them, in the database of the environment."""
    import os

    use(os.environ["DATABASE_URL"])
    from django.db import connection

    from wutong.engines.audiences.definitions import Group
    from wutong.engines.audiences.public import save_segment
    from wutong.engines.outreach.services.results import count_results
    from wutong.kernel.actors import Actor

    user = account("writer")
    segment = save_segment(actor=Actor.of(user), owner=user, name="everybody", root=Group())
    campaigns = [send(user, number, LETTERS // GREETINGS, segment) for number in range(GREETINGS)]
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
        for campaign in campaigns:
            count_results(campaign_id=campaign.pk)
        cursor.execute("VACUUM ANALYZE outreach_resultrow")


def count_again(campaigns: list[Any]) -> list[float]:
    """Seconds in which a worker counts one greeting."""
    from wutong.engines.outreach.services.results import count_results

    taken = []
    for campaign in campaigns[:COUNTED]:
        began = time.perf_counter()
        count_results(campaign_id=campaign.pk)
        taken.append(time.perf_counter() - began)
    return taken


def ask(session: str, paths: list[str]) -> list[float]:
    """Milliseconds of each page from a real server, after one of each kind."""
    office = Office(session)
    try:
        for path in paths[:22]:
            office.get(path, {})
        return [office.get(path, {})[0] for path in paths]
    finally:
        office.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer pages of the same database")
    parser.add_argument("--fill", action="store_true", help="only put the letters in (a template)")
    given = parser.parse_args()
    if given.fill:
        fill()
        return
    use(clone("counts", source=filled("counts", "benchmarks.counts")))
    from wutong.core.people.models import Person
    from wutong.engines.outreach.models import Campaign
    from wutong.platform.outbox.models import Delivery

    user, session = reader()
    campaigns = list(Campaign.objects.filter(title__startswith=TITLE).order_by("-sent_at"))
    paths = addresses(campaigns, QUICK_PAGES if given.quick else PAGES)
    limits = bare_sql(user, paths)
    times = ask(session, paths)
    counted = count_again(campaigns)
    for taken, path in sorted(zip(times, paths, strict=True), reverse=True)[:5]:
        say(f"slow: {taken:.0f} ms {path}")
    p95 = percentile(times, 0.95)
    Result(
        name="counts",
        value=p95,
        unit="ms",
        better="lower",
        limit=percentile(limits, 0.95),
        limit_is="p95 of what the pages ask of the database, as bare SQL",
        people=Person.objects.count(),
        goal=f"p95 at most {GOAL_MS:.0f} ms",
        met=p95 <= GOAL_MS,
        quick=given.quick,
        extra={
            "deliveries": Delivery.objects.count(),
            "greetings": len(campaigns),
            "pages": len(times),
            "p50_ms": round(percentile(times, 0.5), 2),
            "p95_ms": round(p95, 2),
            "max_ms": round(max(times), 2),
            "sql_p50_ms": round(percentile(limits, 0.5), 2),
            "count_a_greeting_s": round(percentile(counted, 0.5), 2),
        },
    ).report()


if __name__ == "__main__":
    main()
