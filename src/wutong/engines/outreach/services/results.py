"""Counting what became of a sending by college, class, place and provider: one statement, aside.

A page of results never counts letters: it reads the rows this writes. They are counted anew when
something has moved since, a sending that runs every few minutes only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Count, Q

from wutong.core.consent.public import unsubscriptions_of
from wutong.core.reference.public import colleges_of_today
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.models import Campaign, Reply, ResultCount
from wutong.engines.outreach.services.grants import grant_keys
from wutong.kernel import clock
from wutong.platform.links.public import uses_under
from wutong.platform.outbox.enums import InboundKind
from wutong.platform.outbox.models import InboundMessage, Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

WATCHED = timedelta(days=90)  # later a letter is rarely answered; its page counts when asked
WHILE_RUNNING = timedelta(minutes=5)
MANY = 2_000  # letters from which on no join goes through them one by one
OLD_AT_ONCE = 3  # sendings of long ago that are counted for the first time, in one go
GONE_OUT = (CampaignState.SENDING, CampaignState.FINISHED, CampaignState.STOPPED)

# A letter to a record that was merged since counts for the record that stands.
_COUNT = """
WITH letters AS MATERIALIZED (
    SELECT COALESCE(p.merged_into_id, p.id) AS person_id, p.region_id, d.state, d.received_at,
           CASE WHEN %(by_text)s THEN '' ELSE lower(split_part(d.address, '@', 2)) END AS provider
      FROM outbox_delivery d
      LEFT JOIN people_person p
        ON p.id = CASE WHEN d.subject_ref LIKE 'person:%%' THEN substr(d.subject_ref, 8)::bigint END
     WHERE d.campaign_month = %(month)s AND d.stream = %(stream)s
),
study AS MATERIALIZED (
    SELECT DISTINCT ON (person_id) person_id, unit_id, class_group_id
      FROM people_degree
     WHERE person_id IN (SELECT person_id FROM letters)
     ORDER BY person_id, (class_group_id IS NOT NULL) DESC, (level = 'bachelor') DESC,
              leave_year, id
),
answered AS MATERIALIZED (
    SELECT person_id FROM outreach_reply WHERE campaign_id = %(campaign)s AND undone_at IS NULL
     UNION
    SELECT substr(subject_ref, 8)::bigint FROM outbox_inboundmessage
     WHERE stream = %(stream)s AND kind = 'reply' AND subject_ref LIKE 'person:%%'
),
gone AS MATERIALIZED (
    SELECT DISTINCT person_id FROM consent_preferencechange
     WHERE source_ref = %(stream)s AND undone_at IS NULL AND after->'wanted' = 'false'::jsonb
),
used AS MATERIALIZED (
    SELECT u.subject_id AS person_id FROM links_linkuse u
      JOIN links_linkgrant g ON g.id = u.grant_id
     WHERE g.key = ANY(%(grants)s) AND u.undone_at IS NULL
     UNION
    SELECT person_id FROM outreach_reply WHERE campaign_id = %(campaign)s AND undone_at IS NULL
     UNION
    SELECT person_id FROM consent_preferencechange
     WHERE source_ref = %(stream)s AND undone_at IS NULL
),
lines AS (
    SELECT l.state, l.received_at, l.provider,
           COALESCE(t.college, s.unit_id)::text AS college, s.class_group_id::text AS class,
           l.region_id::text AS city,
           a.person_id IS NOT NULL AS answered, o.person_id IS NOT NULL AS gone,
           c.person_id IS NOT NULL AS used
      FROM letters l
      LEFT JOIN study s ON s.person_id = l.person_id
      LEFT JOIN unnest(%(units)s::bigint[], %(colleges)s::bigint[]) AS t(unit, college)
        ON t.unit = s.unit_id
      LEFT JOIN answered a ON a.person_id = l.person_id
      LEFT JOIN gone o ON o.person_id = l.person_id
      LEFT JOIN used c ON c.person_id = l.person_id
)
INSERT INTO outreach_resultrow
    (campaign_id, dimension, key, total, delivered, arrived, refused, bounced, uncertain,
     cancelled, used, answered, unsubscribed)
SELECT %(campaign)s,
       CASE grouping(college, class, city, provider)
            WHEN 15 THEN 'all' WHEN 7 THEN 'college' WHEN 11 THEN 'class' WHEN 13 THEN 'city'
            ELSE 'provider' END,
       COALESCE(college, class, city, provider, ''), count(*),
       count(*) FILTER (WHERE state = 'accepted'),
       count(*) FILTER (WHERE state = 'accepted' AND received_at IS NOT NULL),
       count(*) FILTER (WHERE state = 'refused'), count(*) FILTER (WHERE state = 'bounced'),
       count(*) FILTER (WHERE state = 'uncertain'), count(*) FILTER (WHERE state = 'cancelled'),
       count(*) FILTER (WHERE used), count(*) FILTER (WHERE answered),
       count(*) FILTER (WHERE gone)
  FROM lines
 GROUP BY GROUPING SETS ((), (college), (class), (city), (provider))
"""


@transaction.atomic
def count_results(*, campaign_id: int) -> bool:
    """Count one sending anew; False when another worker is just doing so or nothing left yet."""
    ResultCount.objects.get_or_create(campaign_id=campaign_id)
    held = ResultCount.objects.select_for_update(skip_locked=True).filter(pk=campaign_id).first()
    campaign = Campaign.objects.get(pk=campaign_id)
    stream = Stream.objects.filter(pk=campaign.ref).first()
    if held is None or stream is None:
        return False
    colleges = colleges_of_today()
    names: dict[str, Any] = {
        "month": stream.campaign_month,
        "stream": stream.key,
        "campaign": campaign.pk,
        "by_text": not campaign.by_mail,
        "units": list(colleges),
        "colleges": list(colleges.values()),
        "grants": grant_keys(stream.key),
    }
    held.of = moved_since([stream])[stream.key]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        if stream.total > MANY:
            # Letters written a minute ago are in no statistics: the planner takes them for a
            # handful and would compare each with each.
            cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute("DELETE FROM outreach_resultrow WHERE campaign_id = %s", [campaign.pk])
        cursor.execute(_COUNT, names)
    held.counted_at = clock.now()
    held.save(update_fields=["of", "counted_at"])
    return True


def moved_since(streams: Sequence[Stream]) -> dict[str, str]:
    """For each stream a word that changes when its results do: five small queries for all."""
    keys = [row.key for row in streams]
    found: dict[str, Counter[str]] = defaultdict(Counter)
    numbers = {int(key.partition(":")[2]): key for key in keys}
    replies = Reply.objects.filter(campaign__in=numbers, undone_at__isnull=True).order_by()
    for number, count in replies.values_list("campaign").annotate(Count("pk")):
        found[numbers[number]]["replies"] = count
    inbound = InboundMessage.objects.filter(stream__in=keys, kind=InboundKind.REPLY).order_by()
    for key, count in inbound.values_list("stream").annotate(Count("pk")):
        found[key]["inbound"] = count
    for key, count in unsubscriptions_of(keys).items():
        found[key]["gone"] = count
    for grant, count in uses_under(one for key in keys for one in grant_keys(key)).items():
        found[grant.rpartition(":")[0]]["used"] += count
    return {
        row.key: ":".join(
            str(number)
            for number in (
                row.total, row.accepted, row.arrived, row.refused, row.bounced, row.uncertain,
                row.cancelled, *(found[row.key][name] for name in ("replies", "inbound", "gone",
                                                                    "used")),
            )
        )
        for row in streams
    }  # fmt: skip


def count_what_moved() -> int:
    """Count the sendings of the last months of which something changed, and a few old ones that
    were never counted; how many that were.
    """
    now = clock.now()
    recent = Campaign.objects.filter(
        Q(sent_at__gt=now - WATCHED) | Q(state=CampaignState.SENDING), state__in=GONE_OUT
    )
    sendings = {row.ref: row for row in recent}
    streams = list(Stream.objects.filter(pk__in=sendings))
    marks = moved_since(streams) if streams else {}
    counted = {f"campaign:{row.pk}": row for row in ResultCount.objects.all()}
    due = []
    for key, mark in marks.items():
        row, sending = counted.get(key), sendings[key]
        last = (row.counted_at if row else None) or sending.sent_at
        runs = sending.state == CampaignState.SENDING
        early = runs and last is not None and last > now - WHILE_RUNNING
        if (row is None or row.of != mark) and not early:
            due.append(sending.pk)
    known = [row.pk for row in (*counted.values(), *sendings.values())]
    old = Campaign.objects.filter(state__in=GONE_OUT).exclude(pk__in=known).order_by("-sent_at")
    due.extend(old.values_list("pk", flat=True)[:OLD_AT_ONCE])
    return sum(count_results(campaign_id=pk) for pk in due)
