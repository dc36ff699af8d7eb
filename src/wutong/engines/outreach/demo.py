"""Demo greetings: the festivals of the last five years, and one that waits for approval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from wutong.core.consent.public import Channel
from wutong.core.engagement.public import ActEntry, Subject, record_many
from wutong.core.reference.models import LegalBody
from wutong.engines.audiences.public import (
    ALL_COLLEAGUES,
    Condition,
    Group,
    count_segment,
    save_segment,
)
from wutong.engines.outreach.demo_answers import BY_MAIL, build_answers, build_returned
from wutong.engines.outreach.demo_composed import build_composed
from wutong.engines.outreach.demo_left_out import MAIL, is_explained, leave_out
from wutong.engines.outreach.demo_notices import build_notices
from wutong.engines.outreach.demo_textings import build_textings
from wutong.engines.outreach.demo_texts import AUTUMN, NEW_YEAR, REPLIES, SPRING, Festival
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.letters import letters_of
from wutong.engines.outreach.message import content_of
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.services.campaigns import hand_in, save_campaign
from wutong.engines.outreach.services.grants import open_grants
from wutong.engines.outreach.services.replies import REPLY_ACT
from wutong.engines.outreach.services.sending import sender_of
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.platform.outbox.models import Content, Stream
from wutong.platform.outbox.public import ensure_partitions, month_of

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

    from wutong.engines.audiences.models import Segment
    from wutong.kernel.demo import DemoWorld

DEMO = Actor.system("demo")
YEARS = 5
FIRST = date(2019, 1, 1)
"""From then on the article counts; what is older than ``YEARS`` had no link to answer by."""
SHARE, EARLIER = 5_000, 7_100
"""Of ten thousand people with an address so many get each greeting, and got each earlier one."""

# Everything is drawn from seed, sending and person; states come from one number per letter.
_DELIVERIES = """
INSERT INTO outbox_delivery
    (campaign_month, stream, subject_ref, address, name, address_hash, language, parts,
     state, reason, attempts, last_reply, created_at, accepted_at, bounced_at)
SELECT %(month)s, %(stream)s, 'person:' || p.id, m.normalised, p.name, m.value_hash,
       p.language, jsonb_build_object('name', p.name),
       CASE WHEN s.lot < 130 THEN 'bounced' WHEN s.lot < 210 THEN 'refused' ELSE 'accepted' END,
       CASE WHEN s.lot < 90 THEN 'bounce-hard' WHEN s.lot < 130 THEN 'bounce-soft'
            WHEN s.lot < 210 THEN 'refused' ELSE '' END,
       1,
       CASE WHEN s.lot < 90 THEN '5.1.1 user unknown' WHEN s.lot < 130 THEN '5.2.2 mailbox full'
            WHEN s.lot < 210 THEN '554 5.7.1 rejected' ELSE '250 2.0.0 accepted' END,
       %(sent)s, CASE WHEN s.lot >= 210 OR s.lot < 130 THEN %(sent)s + s.lot * interval '9 ms' END,
       CASE WHEN s.lot < 130 THEN %(sent)s + s.lot * interval '5 minutes' END
  FROM people_person p
  JOIN LATERAL (
       SELECT normalised, value_hash FROM people_contactpoint
        WHERE person_id = p.id AND kind = 'email' AND valid_to IS NULL
        ORDER BY is_primary DESC, id LIMIT 1) m ON true
 CROSS JOIN LATERAL (
       SELECT ('x' || substr(h, 1, 7))::bit(28)::int %% 10000 AS lot,
              ('x' || substr(h, 8, 7))::bit(28)::int %% 10000 AS chance
         FROM (SELECT md5(%(seed)s || %(stream)s || p.id) AS h) q) s
 WHERE p.merged_into_id IS NULL AND p.grade < 2 AND s.chance < %(share)s
   AND NOT EXISTS (SELECT 1 FROM people_personstate l
                    WHERE l.person_id = p.id AND l.kind = 'life' AND l.valid_from <= %(day)s)
   AND NOT EXISTS (SELECT 1 FROM consent_preference w
                    WHERE w.person_id = p.id AND w.channel = 'email' AND NOT w.wanted
                      AND w.topic IN ('greetings', '*') AND w.changed_at < %(sent)s)
   AND EXISTS (SELECT 1 FROM people_degree d
                WHERE d.person_id = p.id AND d.leave_year <= %(year)s)
ON CONFLICT (campaign_month, stream, address_hash) DO NOTHING
"""

_COUNT = """
UPDATE outbox_stream s SET total = c.total, accepted = c.accepted, bounced = c.bounced,
       refused = c.refused
  FROM (SELECT count(*) AS total, count(*) FILTER (WHERE state = 'accepted') AS accepted,
               count(*) FILTER (WHERE state = 'bounced') AS bounced,
               count(*) FILTER (WHERE state = 'refused') AS refused
          FROM outbox_delivery WHERE campaign_month = %(month)s AND stream = %(stream)s) c
 WHERE s.key = %(stream)s
RETURNING c.total
"""

_ANSWERED = """
SELECT substr(subject_ref, 8)::bigint, draw FROM (
    SELECT subject_ref, ('x' || substr(md5(%(seed)s || 'reply' || stream || subject_ref), 1, 7)
           )::bit(28)::int %% 10000 AS draw
      FROM outbox_delivery
     WHERE campaign_month = %(month)s AND stream = %(stream)s AND state = 'accepted') q
 WHERE draw < 640 ORDER BY 1
"""

_REPLIES = """
INSERT INTO outreach_reply (campaign_id, person_id, kind, text, act_day, act_id, replied_at)
SELECT %(campaign)s, a.person_id, CASE WHEN a.note = '' THEN 'received' ELSE 'greeting' END,
       a.note, a.occurred_on, a.id, a.occurred_on + interval '14 hours'
  FROM engagement_act a
 WHERE a.source_ref = %(stream)s AND a.occurred_on BETWEEN %(day)s AND %(day)s + 14
   AND a.kind = %(kind)s
"""

_SEEN = """
INSERT INTO outreach_recipient
    (campaign_id, person_id, reason, language, address, address_hash)
SELECT %(campaign)s, substr(subject_ref, 8)::bigint, '', language, address, address_hash
  FROM outbox_delivery WHERE campaign_month = %(month)s AND stream = %(stream)s
"""


@dataclass(frozen=True)
class Sending:
    """One past greeting."""

    festival: Festival
    day: date
    share: int = SHARE
    answered: bool = True


def build_greetings(world: DemoWorld) -> None:
    """Two greetings a year with what became of them, three segments, one draft handed in."""
    author = User.objects.filter(email__startswith="staff@", is_demo=True).first()
    approver = User.objects.filter(email__startswith="director@", is_demo=True).first()
    if author is None or approver is None:
        return
    everybody = _segments(author)
    since = world.today - timedelta(days=365 * YEARS)
    past = [one for one in _sendings() if since < one.day < world.today - timedelta(days=20)]
    letters = sum(_build(world, one, everybody, author, approver) for one in past)
    with connection.cursor() as cursor:
        for table in ("outbox_delivery", "outreach_recipient", "outreach_reply"):
            cursor.execute(f"ANALYZE {table}")
    world.say(f"{letters:,} letters in {len(past)} greetings")
    if past:
        last = Campaign.objects.filter(channel=Channel.EMAIL, sent_at__isnull=False).latest(
            "sent_at"
        )
        build_answers(world, last, BY_MAIL)
        build_returned(world, last)
    _waiting(world, everybody, author)
    build_composed(world, everybody, author)
    build_textings(world, everybody, author, approver)
    build_notices(world, everybody, author, approver)
    earlier = [
        replace(one, share=EARLIER, answered=False)
        for one in _sendings()
        if FIRST <= one.day <= since
    ]
    letters = sum(_build(world, one, everybody, author, approver) for one in earlier)
    world.say(f"{letters:,} letters in {len(earlier)} earlier greetings")


def _sendings() -> list[Sending]:
    """Every Spring Festival and Mid-Autumn, by day."""
    days = [(day, festival) for festival in (SPRING, AUTUMN) for day in festival.days]
    return [Sending(festival, day) for day, festival in sorted(days, key=itemgetter(0))]


def _segments(author: User) -> Segment:
    actor = Actor.of(author)
    anniversary = save_segment(
        actor=actor,
        owner=author,
        name="毕业整十年的校友",
        note="秩年返校邀请",
        root=Group("all", [Condition("anniversary", {"years": "10, 20, 30, 40, 50"})]),
        shared=ALL_COLLEAGUES,
    )
    overseas = save_segment(
        actor=actor,
        owner=author,
        name="海外校友（有邮箱）",
        root=Group(
            "all",
            [
                Condition("place", {"overseas": "yes"}),
                Condition("reach", {"reach": "email"}),
            ],
        ),
        shared=ALL_COLLEAGUES,
    )
    everybody = save_segment(
        actor=actor,
        owner=author,
        name="全体在世校友",
        note="节日问候用",
        root=Group("all", [Condition("reach", {"reach": "living"})]),
        shared=ALL_COLLEAGUES,
    )
    for segment in (anniversary, overseas, everybody):
        count_segment(segment=segment, user=author)
    return everybody


def _values(festival: Festival, day: date, segment: Segment) -> dict[str, object]:
    return {
        "title": festival.title.format(year=day.year),
        "legal_body": LegalBody.objects.get(pk="association"),
        "topic": "greetings",
        "segment": segment,
        "ornament": festival.ornament,
        "subject_zh": festival.subject_zh,
        "subject_en": festival.subject_en,
        "body_zh": festival.body_zh,
        "body_en": festival.body_en,
    }


def _build(
    world: DemoWorld, sending: Sending, segment: Segment, author: User, approver: User
) -> int:
    sent = datetime.combine(sending.day, time(0, 30), tzinfo=UTC)
    campaign = save_campaign(
        actor=DEMO, author=author, values=_values(sending.festival, sending.day, segment)
    )
    month = month_of(sending.day)
    names: dict[str, Any] = {
        "seed": world.seed,
        "stream": campaign.ref,
        "month": month,
        "sent": sent,
        "day": sending.day,
        "year": sending.day.year,
        "share": sending.share,
        "campaign": campaign.pk,
        "kind": REPLY_ACT,
    }
    ensure_partitions(months=[month])
    _open(campaign, month, sent)
    with connection.cursor() as cursor:
        cursor.execute(_DELIVERIES, names)
        cursor.execute(_COUNT, names)
        total = int(cursor.fetchone()[0])
        cursor.execute(_SEEN, names)
        counts = leave_out(cursor, names, MAIL) if is_explained(world, sending.day) else {}
        if sending.answered:
            _answer(cursor, campaign, sending.day, names)
    Campaign.objects.filter(pk=campaign.pk).update(
        state=CampaignState.FINISHED,
        approver=approver,
        definition=segment.definition,
        counts={"": total, **counts},
        counted_at=sent,
        sent_at=sent,
        finished_at=sent + timedelta(minutes=4),
        created_at=sent - timedelta(days=6),
        updated_at=sent - timedelta(days=5),
    )
    return total


def _answer(cursor: CursorWrapper, campaign: Campaign, day: date, names: dict[str, Any]) -> None:
    """Some answered by the link."""
    cursor.execute(_ANSWERED, names)
    answers = [_act(campaign, day, *row) for row in cursor.fetchall()]
    record_many(actor=DEMO, source_ref=campaign.ref, entries=answers)
    cursor.execute(_REPLIES, names)


def _open(campaign: Campaign, month: date, sent: datetime) -> None:
    """The stream and its content as they would have been left."""
    open_grants(campaign, DEMO)
    sender = sender_of(campaign, "zh-hans")
    stream = Stream.objects.create(
        key=campaign.ref,
        label=campaign.title,
        topic=campaign.topic,
        legal_body=campaign.legal_body_id,
        campaign_month=month,
        state="finished",
        sender_name=sender.name,
        sender_address=sender.address or settings.DEFAULT_FROM_EMAIL,
        started_at=sent,
        finished_at=sent + timedelta(minutes=4),
    )
    for letter in letters_of(campaign):
        content = content_of(campaign, letter)
        Content.objects.create(
            stream=stream,
            language=letter.language,
            subject=content.subject,
            html=content.html,
            text=content.text,
            fallbacks=dict(content.fallbacks),
        )


def _act(campaign: Campaign, day: date, person_id: int, draw: int) -> ActEntry:
    words = REPLIES[draw % len(REPLIES)] if draw % 3 else ""
    return ActEntry(
        kind=REPLY_ACT,
        subject=Subject.person(person_id),
        occurred_on=day + timedelta(days=draw % 5),
        source_ref=campaign.ref,
        idempotency_key=f"reply:{campaign.ref}:person:{person_id}:0",
        legal_body=campaign.legal_body_id,
        note=words,
    )


def _waiting(world: DemoWorld, segment: Segment, author: User) -> None:
    """The next greeting, handed in by staff: something for the director's home."""
    year = world.today.year + 1
    values = _values(NEW_YEAR, date(year, 1, 1), segment)
    actor = Actor.of(author)
    campaign = save_campaign(actor=actor, author=author, values=values)
    hand_in(actor=actor, user=author, campaign=campaign, note="请审阅，拟于元旦当日上午发出。")
