"""Demo text messages: two festivals a year since 2019, their receipts and replies, one draft."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from wutong.core.consent.public import Channel
from wutong.core.reference.models import LegalBody
from wutong.engines.outreach.demo_answers import BY_TEXT, build_answers
from wutong.engines.outreach.demo_left_out import TEXT, is_explained, leave_out
from wutong.engines.outreach.demo_texts import AUTUMN, SPRING, Festival
from wutong.engines.outreach.demo_wording import SIGNATURES, TEMPLATES, body_of
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.letters import letters_of
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.services.campaigns import save_campaign
from wutong.engines.outreach.services.grants import open_grants
from wutong.engines.outreach.texts import text_content_of
from wutong.kernel.actors import Actor
from wutong.platform.outbox.enums import (
    Approval,
    Medium,
    TextKind,
)
from wutong.platform.outbox.models import (
    Content,
    Stream,
    TextSignature,
    TextTemplate,
)
from wutong.platform.outbox.public import ensure_partitions, month_of

if TYPE_CHECKING:
    from wutong.engines.audiences.models import Segment
    from wutong.kernel.demo import DemoWorld
    from wutong.platform.accounts.models import User

DEMO = Actor.system("demo")
FIRST, LAST = date(2019, 1, 1), date(2021, 5, 31)
"""The time the article counts; the years after it are there as well."""
SHARE, LATER = 9_000, 2_500  # of ten thousand people with a mobile, who get each greeting

_DELIVERIES = """
INSERT INTO outbox_delivery
    (campaign_month, stream, subject_ref, address, name, address_hash, language, parts,
     state, reason, attempts, last_reply, created_at, accepted_at, bounced_at,
     gateway_ref, received_at, parts_billed)
SELECT %(month)s, %(stream)s, 'person:' || p.id, m.normalised, p.name, m.value_hash,
       'zh-hans', jsonb_build_object('name', p.name),
       CASE WHEN s.lot < 210 THEN 'bounced' WHEN s.lot < 240 THEN 'refused' ELSE 'accepted' END,
       CASE WHEN s.lot < 90 THEN 'bounce-hard' WHEN s.lot < 210 THEN 'undelivered'
            WHEN s.lot < 240 THEN 'refused' ELSE '' END,
       1,
       CASE WHEN s.lot < 90 THEN 'MOBILE_NOT_ON_SERVICE' WHEN s.lot < 210 THEN 'UNDELIV'
            WHEN s.lot < 240 THEN 'isv.BLACK_KEY_CONTROL_LIMIT' ELSE 'DELIVERED' END,
       %(sent)s, CASE WHEN s.lot < 210 OR s.lot >= 240 THEN %(sent)s + s.lot * interval '90 ms' END,
       CASE WHEN s.lot < 210 THEN %(sent)s + s.lot * interval '1 second' END,
       CASE WHEN s.lot < 210 OR s.lot >= 240
            THEN md5(%(stream)s || (s.lot / 4)::text || (p.id %% 997)::text) END,
       CASE WHEN s.lot >= 300 THEN %(sent)s + s.lot * interval '95 ms' END,
       CASE WHEN s.lot < 210 OR s.lot >= 240 THEN 1 END
  FROM people_person p
  JOIN LATERAL (
       SELECT normalised, value_hash FROM people_contactpoint
        WHERE person_id = p.id AND kind = 'phone' AND valid_to IS NULL
          AND normalised LIKE '+861%%' AND length(normalised) = 14
        ORDER BY is_primary DESC, id LIMIT 1) m ON true
 CROSS JOIN LATERAL (
       SELECT ('x' || substr(h, 1, 7))::bit(28)::int %% 10000 AS lot,
              ('x' || substr(h, 8, 7))::bit(28)::int %% 10000 AS chance
         FROM (SELECT md5(%(seed)s || %(stream)s || 'text' || p.id) AS h) q) s
 WHERE p.merged_into_id IS NULL AND p.grade < 2 AND s.chance < %(share)s
   AND NOT EXISTS (SELECT 1 FROM people_personstate l
                    WHERE l.person_id = p.id AND l.kind = 'life' AND l.valid_from <= %(day)s)
   AND EXISTS (SELECT 1 FROM people_degree d
                WHERE d.person_id = p.id AND d.leave_year <= %(year)s)
ON CONFLICT (campaign_month, stream, address_hash) DO NOTHING
"""

_COUNT = """
UPDATE outbox_stream s SET total = c.total, accepted = c.accepted, bounced = c.bounced,
       refused = c.refused, arrived = c.arrived, parts_billed = c.parts, cost = c.parts * 0.045
  FROM (SELECT count(*) AS total, count(*) FILTER (WHERE state = 'accepted') AS accepted,
               count(*) FILTER (WHERE state = 'bounced') AS bounced,
               count(*) FILTER (WHERE state = 'refused') AS refused,
               count(received_at) AS arrived, coalesce(sum(parts_billed), 0) AS parts
          FROM outbox_delivery WHERE campaign_month = %(month)s AND stream = %(stream)s) c
 WHERE s.key = %(stream)s
RETURNING c.total
"""

_SEEN = """
INSERT INTO outreach_recipient
    (campaign_id, person_id, reason, language, address, address_hash)
SELECT %(campaign)s, substr(subject_ref, 8)::bigint, '', language, address, address_hash
  FROM outbox_delivery WHERE campaign_month = %(month)s AND stream = %(stream)s
"""


def build_textings(world: DemoWorld, segment: Segment, author: User, approver: User) -> None:
    """What the carriers approved, the text messages of past festivals, replies, one draft."""
    signatures = _approvals(world)
    past = sorted(
        (day, festival)
        for festival in (SPRING, AUTUMN)
        for day in festival.days
        if FIRST <= day < world.today - timedelta(days=20)
    )
    total = 0
    for day, festival in past:
        total += _build(world, day, festival, segment, (author, approver), signatures["aliyun"])
    with connection.cursor() as cursor:
        for table in ("outbox_delivery", "outreach_recipient"):
            cursor.execute(f"ANALYZE {table}")
    if past:
        build_answers(
            world, Campaign.objects.filter(channel=Channel.SMS).latest("sent_at"), BY_TEXT
        )
    _draft(world, segment, author, signatures["tencent"])
    world.say(f"{total:,} text messages in {len(past)} greetings")


def _approvals(world: DemoWorld) -> dict[str, TextSignature]:
    decided = world.today - timedelta(days=400)
    rows = [
        TextSignature.objects.create(
            gateway=gateway,
            text=text,
            legal_body=body,
            state=Approval.WAITING if body == "foundation" else Approval.APPROVED,
            decided_on=None if body == "foundation" else decided,
        )
        for gateway, text, body in SIGNATURES
    ]
    TextTemplate.objects.bulk_create(
        TextTemplate(
            gateway=one.gateway,
            kind=TextKind(one.kind),
            language=one.language,
            title=one.title,
            body=one.body,
            code=one.code,
            state=Approval.APPROVED,
            decided_on=decided,
        )
        for one in TEMPLATES
    )
    return {row.gateway: row for row in rows if row.state == Approval.APPROVED}


def _build(
    world: DemoWorld,
    day: date,
    festival: Festival,
    segment: Segment,
    people: tuple[User, User],
    signature: TextSignature,
) -> int:
    sent = datetime.combine(day, time(2, 0), tzinfo=UTC)
    campaign = save_campaign(
        actor=DEMO, author=people[0], values=_values(festival, day, segment, signature)
    )
    month = month_of(day)
    names: dict[str, Any] = {
        "seed": world.seed, "stream": campaign.ref, "month": month, "sent": sent, "day": day,
        "year": day.year, "share": SHARE if day <= LAST else LATER, "campaign": campaign.pk,
    }  # fmt: skip
    ensure_partitions(months=[month])
    _open(campaign, signature, month, sent)
    with connection.cursor() as cursor:
        cursor.execute(_DELIVERIES, names)
        cursor.execute(_COUNT, names)
        total = int(cursor.fetchone()[0])
        cursor.execute(_SEEN, names)
        counts = leave_out(cursor, names, TEXT) if is_explained(world, day) else {}
    Campaign.objects.filter(pk=campaign.pk).update(
        state=CampaignState.FINISHED,
        approver=people[1],
        definition=segment.definition,
        counts={"": total, **counts},
        counted_at=sent,
        sent_at=sent,
        finished_at=sent + timedelta(minutes=25),
        created_at=sent - timedelta(days=6),
        updated_at=sent - timedelta(days=5),
    )
    return total


def _values(
    festival: Festival, day: date, segment: Segment, signature: TextSignature
) -> dict[str, Any]:
    return {
        "title": festival.title.format(year=day.year) + "（短信）",
        "legal_body": LegalBody.objects.get(pk="association"),
        "topic": "greetings",
        "segment": segment,
        "ornament": "none",
        "body_zh": body_of(festival.key),
        "channel": Channel.SMS,
        "signature": signature,
    }


def _open(campaign: Campaign, signature: TextSignature, month: date, sent: datetime) -> None:
    """The stream and its words as they would have been left."""
    open_grants(campaign, DEMO)
    stream = Stream.objects.create(
        key=campaign.ref,
        label=campaign.title,
        topic=campaign.topic,
        legal_body=campaign.legal_body_id,
        campaign_month=month,
        medium=Medium.TEXT,
        gateway=signature.gateway,
        state="finished",
        sender_name=signature.text,
        started_at=sent,
        finished_at=sent + timedelta(minutes=25),
    )
    for letter in letters_of(campaign):
        content = text_content_of(campaign, letter)
        Content.objects.create(
            stream=stream,
            language=letter.language,
            text=content.text,
            template=content.template,
            fallbacks=dict(content.fallbacks),
        )


def _draft(world: DemoWorld, segment: Segment, author: User, signature: TextSignature) -> None:
    """The next one, ready to be handed in."""
    year = world.today.year + 1
    save_campaign(
        actor=Actor.of(author),
        author=author,
        values={
            "title": f"{year} 年元旦问候（短信）",
            "legal_body": LegalBody.objects.get(pk="association"),
            "topic": "greetings",
            "segment": segment,
            "ornament": "none",
            "body_zh": body_of("year"),
            "channel": Channel.SMS,
            "signature": signature,
        },
    )
