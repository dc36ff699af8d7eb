"""Demo notices on WeChat: the last Mid-Autumn greeting, what fans wrote back, one draft."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from wutong.core.consent.public import Channel
from wutong.core.reference.models import LegalBody
from wutong.engines.outreach.demo_answers import ON_WECHAT, build_answers
from wutong.engines.outreach.demo_texts import AUTUMN
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.letters import letters_of
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.notices import notice_content_of
from wutong.engines.outreach.services.campaigns import save_campaign
from wutong.engines.outreach.services.grants import open_grants
from wutong.kernel.actors import Actor
from wutong.platform.outbox.enums import Medium
from wutong.platform.outbox.models import Content, Stream, WechatTemplate
from wutong.platform.outbox.public import as_text, ensure_partitions, month_of

if TYPE_CHECKING:
    from datetime import date

    from wutong.engines.audiences.models import Segment
    from wutong.kernel.demo import DemoWorld
    from wutong.platform.accounts.models import User

DEMO = Actor.system("demo")

_DELIVERIES = """
INSERT INTO outbox_delivery
    (campaign_month, stream, subject_ref, address, name, address_hash, language, parts,
     state, reason, attempts, last_reply, created_at, accepted_at, bounced_at,
     gateway_ref, received_at)
SELECT %(month)s, %(stream)s, 'person:' || p.id, f.openid, p.name, f.openid_hash,
       'zh-hans', jsonb_build_object('name', p.name),
       CASE WHEN s.lot < 60 THEN 'bounced' WHEN s.lot < 180 THEN 'refused' ELSE 'accepted' END,
       CASE WHEN s.lot < 60 THEN 'undelivered' WHEN s.lot < 180 THEN 'refused' ELSE '' END,
       1,
       CASE WHEN s.lot < 60 THEN '1 user block' WHEN s.lot < 180 THEN '43101 user refuse'
            ELSE '0 success' END,
       %(sent)s, CASE WHEN s.lot < 60 OR s.lot >= 180 THEN %(sent)s + s.lot * interval '9 ms' END,
       CASE WHEN s.lot < 60 THEN %(sent)s + s.lot * interval '1 second' END,
       CASE WHEN s.lot < 60 OR s.lot >= 180 THEN '29' || lpad(p.id::text, 14, '0') END,
       CASE WHEN s.lot >= 180 THEN %(sent)s + s.lot * interval '12 ms' END
  FROM outbox_wechatfan f
  JOIN outbox_wechatright r ON r.fan_id = f.id AND r.template = %(template)s AND r.lasting
  JOIN people_person p ON p.id = substr(f.subject_ref, 8)::bigint
 CROSS JOIN LATERAL (
       SELECT ('x' || substr(md5(%(seed)s || 'notice' || p.id), 1, 7))::bit(28)::int %% 10000
           AS lot) s
 WHERE f.subject_ref LIKE 'person:%%' AND f.bound_at < %(sent)s AND NOT p.deceased
ON CONFLICT (campaign_month, stream, address_hash) DO NOTHING
"""
_COUNT = """
UPDATE outbox_stream s SET total = c.total, accepted = c.accepted, bounced = c.bounced,
       refused = c.refused, arrived = c.arrived
  FROM (SELECT count(*) AS total, count(*) FILTER (WHERE state = 'accepted') AS accepted,
               count(*) FILTER (WHERE state = 'bounced') AS bounced,
               count(*) FILTER (WHERE state = 'refused') AS refused,
               count(received_at) AS arrived
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


def build_notices(world: DemoWorld, segment: Segment, author: User, approver: User) -> None:
    """One past greeting, its answers, the next one as a draft."""
    template = WechatTemplate.objects.filter(lasting=True).order_by("pk")[0]
    past = [day for day in AUTUMN.days if day < world.today - timedelta(days=20)]
    if past:
        total = _build(world, past[-1], segment, (author, approver), template)
        world.say(f"{total:,} notices on WeChat")
    year = world.today.year + 1
    values = _values(f"{year} 年元旦问候（微信）", segment, template)
    values["body_zh"] = as_text(
        {
            "thing1": "元旦问候",
            "thing2": "{{ name }}，母校祝您新年安康",
            "date3": f"{year}年1月1日",
            "page": "{{ action_url }}",
        }
    )
    save_campaign(actor=Actor.of(author), author=author, values=values)


def _values(title: str, segment: Segment, template: WechatTemplate) -> dict[str, Any]:
    return {
        "title": title,
        "legal_body": LegalBody.objects.get(pk="association"),
        "topic": "greetings",
        "segment": segment,
        "ornament": "none",
        "channel": Channel.WECHAT,
        "notice": template,
    }


def _build(
    world: DemoWorld,
    day: date,
    segment: Segment,
    people: tuple[User, User],
    template: WechatTemplate,
) -> int:
    sent = datetime.combine(day, time(1, 30), tzinfo=UTC)
    values = _values(f"{day.year} 年中秋问候（微信）", segment, template)
    values["body_zh"] = as_text(
        {
            "thing1": "中秋问候",
            "thing2": "{{ name }}，母校祝您阖家团圆",
            "date3": f"{day.year}年{day.month}月{day.day}日",
            "page": "{{ action_url }}",
        }
    )
    campaign = save_campaign(actor=DEMO, author=people[0], values=values)
    month = month_of(day)
    ensure_partitions(months=[month])
    _open(campaign, month, sent)
    names: dict[str, Any] = {
        "seed": world.seed, "stream": campaign.ref, "month": month, "sent": sent,
        "template": template.code, "campaign": campaign.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_DELIVERIES, names)
        cursor.execute(_COUNT, names)
        total = int(cursor.fetchone()[0])
        cursor.execute(_SEEN, names)
    Campaign.objects.filter(pk=campaign.pk).update(
        state=CampaignState.FINISHED, approver=people[1], definition=segment.definition,
        counts={"": total}, counted_at=sent, sent_at=sent, finished_at=sent + timedelta(minutes=6),
        created_at=sent - timedelta(days=4), updated_at=sent - timedelta(days=3),
    )  # fmt: skip
    campaign.refresh_from_db(fields=["sent_at"])
    build_answers(world, campaign, ON_WECHAT)
    return total


def _open(campaign: Campaign, month: date, sent: datetime) -> None:
    """The stream and its words as they would have been left."""
    open_grants(campaign, DEMO)
    stream = Stream.objects.create(
        key=campaign.ref, label=campaign.title, topic=campaign.topic,
        legal_body=campaign.legal_body_id, campaign_month=month, medium=Medium.WECHAT,
        gateway="wechat", state="finished", sender_name="梧桐大学校友会", started_at=sent,
        finished_at=sent + timedelta(minutes=6),
    )  # fmt: skip
    for letter in letters_of(campaign):
        content = notice_content_of(campaign, letter)
        Content.objects.create(
            stream=stream, language=letter.language, text=content.text, template=content.template,
            fallbacks=dict(content.fallbacks),
        )  # fmt: skip
