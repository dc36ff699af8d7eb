"""The demo's journal: seventeen issues in the time the article counts, fewer since, one in work.

At article scale they make 1.65 million deliveries from January 2019 to May 2021.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import connection

from wutong.core.people.models import Person
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import LegalBody
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.programs.journal.demo_texts import COLUMNS, FOREWORDS, NAMES, PIECES
from wutong.programs.journal.enums import Copies, CreditRole, IssueState, PrintRule
from wutong.programs.journal.models import Article, Credit, Issue
from wutong.programs.journal.services.counting import count_post
from wutong.programs.journal.services.ledger import fix_postal_list, tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from wutong.kernel.demo import DemoWorld

ARTICLE_ISSUES = 17
FIRST, LAST = date(2019, 1, 15), date(2021, 5, 6)
COPIES = 1_668_000
"""Of these issues at article scale; about one in a hundred came back."""
ARTICLE_PEOPLE = 300_000
POSTED, LATELY = timedelta(days=3), timedelta(days=30)
LATER = 0.4
"""Issues since then go to so many of those readers."""
BY_POST = 0.3
FIRST_NUMBER = 31
PERMIT = "（陕）内资准印证第 2019-XA{number:03d} 号"
ASKED_FOR_PAPER = 900
"""Of ten thousand who agreed to the journal so many asked for paper."""

_READERS = """
CREATE TEMPORARY TABLE demo_journal_reader AS
SELECT p.id, row_number() OVER (ORDER BY md5(%(seed)s || ':journal:' || p.id)) AS place
  FROM people_person p
 WHERE NOT p.deceased AND p.merged_into_id IS NULL AND p.grade < 2
   AND EXISTS (SELECT FROM people_degree d WHERE d.person_id = p.id AND d.leave_year <= 2018)
"""
# Letters go to the first, paper begins within them: some get both.
_COPIES = """
INSERT INTO journal_copy (issue_id, channel, person_id, state, sent_on, opened_on)
SELECT %(issue)s, q.channel, q.id,
       CASE WHEN q.lot < (CASE q.channel WHEN 'post' THEN 110 ELSE 80 END)
            THEN 'returned' ELSE 'sent' END,
       %(day)s::date + (CASE q.channel WHEN 'post' THEN 3 ELSE 0 END),
       CASE WHEN q.channel = 'email' AND q.lot >= 9000 THEN %(day)s::date + q.lot %% 9 END
  FROM (SELECT r.id, c.channel,
               ('x' || substr(md5(%(seed)s || %(issue)s || c.channel || r.id), 1, 7)
               )::bit(28)::int %% 10000 AS lot
          FROM demo_journal_reader r
         CROSS JOIN (VALUES ('email'), ('post')) c(channel)
         WHERE (c.channel = 'email' AND r.place <= %(letters)s)
            OR (c.channel = 'post' AND r.place > %(letters)s * 9 / 10
                AND r.place <= %(letters)s * 9 / 10 + %(papers)s)) q
 ORDER BY q.channel, q.id
"""
# Since the account has followers: those who got neither letter nor paper.
_NOTICES = """
INSERT INTO journal_copy (issue_id, channel, person_id, state, sent_on, arrived_on, opened_on)
SELECT %(issue)s, 'wechat', q.id, CASE WHEN q.lot < 160 THEN 'returned' ELSE 'sent' END,
       %(day)s::date, CASE WHEN q.lot >= 420 THEN %(day)s::date END,
       CASE WHEN q.lot >= 8100 THEN %(day)s::date + q.lot %% 4 END
  FROM (SELECT p.id, ('x' || substr(md5(%(seed)s || %(issue)s || 'wechat' || p.id), 1, 7)
                     )::bit(28)::int %% 10000 AS lot
          FROM outbox_wechatfan f
          JOIN people_person p ON f.subject_ref = 'person:' || p.id
         WHERE f.follows AND f.bound_at < %(day)s::date
           AND NOT p.deceased AND p.merged_into_id IS NULL AND p.grade < 2) q
 WHERE NOT EXISTS (SELECT FROM journal_copy c
                    WHERE c.issue_id = %(issue)s AND c.person_id = q.id)
 ORDER BY q.id
ON CONFLICT DO NOTHING
"""
_ACTS = """
INSERT INTO engagement_act
    (id, occurred_on, recorded_at, subject_kind, person_id, subject_ref, kind, case_mode,
     counts_for_aem, quantity, unit, population, legal_body, office_role, source_ref,
     source_grade, grade, note, idempotency_key, batch_ref)
SELECT md5(%(seed)s || 'read' || issue_id || ':' || person_id)::uuid, opened_on,
       opened_on + interval '12 hours', 'person', person_id, '', 'journal.read',
       'communication', false, 1, 'read', 'alumnus', 'association', 'host',
       'journal:' || issue_id, 'A', 1, '', 'read:journal:' || issue_id || ':person:' || person_id,
       'demo'
  FROM journal_copy WHERE opened_on IS NOT NULL
"""
_RETURNED = """
INSERT INTO journal_returnedcopy (issue_id, person_id, reason, noted_at, noted_by_id)
SELECT issue_id, person_id,
       (ARRAY['moved', 'moved', 'moved', 'address', 'unclaimed', 'unknown', 'refused'])
           [1 + ('x' || substr(md5(%(seed)s || issue_id || person_id), 1, 7)
                )::bit(28)::int %% 7],
       sent_on + 21 + interval '3 hours', %(user)s
  FROM journal_copy WHERE channel = 'post' AND state = 'returned'
 ORDER BY issue_id, person_id
"""
_PAPER = """
INSERT INTO consent_preference (person_id, topic, channel, wanted, paused_until, changed_at)
SELECT DISTINCT c.person_id, 'journal', 'post', true, NULL::timestamptz, %(day)s::timestamptz
  FROM consent_consentrecord c
 WHERE c.topic = 'journal' AND c.withdrawn_at IS NULL
   AND ('x' || substr(md5(%(seed)s || ':paper:' || c.person_id), 1, 7)
       )::bit(28)::int %% 10000 < %(share)s
ON CONFLICT (person_id, topic, channel) DO NOTHING
"""


def build_journal(world: DemoWorld) -> None:
    """Issues with their articles, the ledger, a list fixed for the post, one to be sent."""
    staff = User.objects.filter(email="staff@demo.wutong.test").first()
    body = LegalBody.objects.filter(code="association").first()
    if staff is None or body is None:
        return
    rng = world.rng("journal")
    days = list(_days(world.today))
    issues = [_issue(world, rng, body, at, day) for at, day in enumerate(days)]
    _articles(rng, issues)
    sent = issues[:-2]
    with connection.cursor() as cursor:
        cursor.execute(_READERS, {"seed": world.seed})
        cursor.execute("ANALYZE demo_journal_reader")
        for at, issue in enumerate(sent):
            letters, papers = _sizes(world, at)
            cursor.execute(
                _COPIES,
                {
                    "issue": issue.pk, "day": days[at], "seed": world.seed, "letters": letters,
                    "papers": 0 if issue is sent[-1] else papers,
                },
            )  # fmt: skip
            if at >= ARTICLE_ISSUES:
                cursor.execute(_NOTICES, {"issue": issue.pk, "day": days[at], "seed": world.seed})
        cursor.execute("DROP TABLE demo_journal_reader")
        cursor.execute(_ACTS, {"seed": world.seed})
        cursor.execute(_RETURNED, {"seed": world.seed, "user": staff.pk})
        moment = datetime.combine(world.today, time(1), tzinfo=UTC)
        cursor.execute(_PAPER, {"seed": world.seed, "day": moment, "share": ASKED_FOR_PAPER})
        for table in ("journal_copy", "journal_returnedcopy", "consent_preference"):
            cursor.execute(f"ANALYZE {table}")
    _by_hand(staff, sent[-1], days[len(sent) - 1] + POSTED)
    for issue in sent:
        tally(issue)
    count_post(issue=issues[-2], user=staff)
    copies = sum(
        line.get("sent", 0) for one in sent for line in one.tallies.values()
        if isinstance(line, dict)
    )  # fmt: skip
    world.say(f"{copies:,} copies of {len(sent)} issues of the journal")


def _days(today: date) -> Iterator[date]:
    """When they came out: seventeen in the article's time, then two a year; the last two lately."""
    step = (LAST - FIRST) / (ARTICLE_ISSUES - 1)
    for at in range(ARTICLE_ISSUES):
        yield FIRST + step * at
    day = date(2021, 12, 10)
    while day < today - timedelta(days=60):
        yield day
        day = date(day.year + (day.month == 12), 6 if day.month == 12 else 12, 10)
    yield today - timedelta(days=6)
    yield today


def _sizes(world: DemoWorld, at: int) -> tuple[int, int]:
    """Letters and printed copies of the issue ``at``."""
    each = COPIES / ARTICLE_ISSUES * world.people / ARTICLE_PEOPLE
    if at < ARTICLE_ISSUES:
        each *= 0.94 + 0.12 * at / (ARTICLE_ISSUES - 1)
    else:
        each *= LATER
    papers = round(each * BY_POST)
    return round(each) - papers, papers


def _issue(world: DemoWorld, rng: Random, body: LegalBody, at: int, day: date) -> Issue:
    made = day == world.today
    same_year = Issue.objects.filter(year=day.year).count()
    zh, en = FOREWORDS[at % len(FOREWORDS)]
    moment = datetime.combine(day, time(2), tzinfo=UTC)
    return Issue.objects.create(
        number=FIRST_NUMBER + at, year=day.year, number_in_year=same_year + 1,
        title_zh="梧桐校友", title_en="Wutong Alumni", legal_body=body,
        internal=True, permit_number=PERMIT.format(number=FIRST_NUMBER + at),
        print_run=max(40, round(36_000 * world.people / ARTICLE_PEOPLE, -1)),
        foreword_zh=zh, foreword_en=en, print_rule=PrintRule.OFFLINE,
        copies_each=Copies.ASKED if day >= world.today - LATELY else Copies.EVERY,
        state=IssueState.DRAFT if made else IssueState.PUBLISHED,
        published_on=None if made else day,
        posted_on=day + POSTED if day < world.today - LATELY else None,
        created_at=moment, updated_at=moment,
    )  # fmt: skip


def _articles(rng: Random, issues: list[Issue]) -> None:
    people = list(
        Person.objects.filter(
            deceased=False, merged_into__isnull=True, grade__lt=Grade.SENSITIVE
        ).order_by("pk")[:40]
    )
    for issue in issues:
        pieces = rng.sample(PIECES, min(len(PIECES), rng.choice((6, 7, 8))))
        articles = [
            Article(
                issue=issue, page=2 + 6 * at,
                column_zh=COLUMNS[place % len(COLUMNS)][0],
                column_en=COLUMNS[place % len(COLUMNS)][1],
                title_zh=title_zh, title_en=title_en, text_zh=text_zh, text_en=text_en,
                is_public=at != len(pieces) - 1,
            )
            for at, (place, title_zh, title_en, text_zh, text_en) in enumerate(pieces)
        ]  # fmt: skip
        Article.objects.bulk_create(articles)
        credits_ = []
        for article in articles:
            if people and rng.random() < 0.4:
                person = rng.choice(people)
                credits_.append(Credit(article=article, name=person.name, person=person))
            else:
                credits_.append(Credit(article=article, name=rng.choice(NAMES)))
            if rng.random() < 0.5:
                credits_.append(
                    Credit(article=article, role=CreditRole.PHOTO, name=rng.choice(NAMES))
                )
        Credit.objects.bulk_create(credits_)


def _by_hand(staff: User, issue: Issue, on: date) -> None:
    """The last list that went to the post was made as colleagues make it."""
    issue.posted_on = None
    issue.save(update_fields=["posted_on"])
    fix_postal_list(actor=Actor.of(staff), user=staff, issue=issue, on=on)
