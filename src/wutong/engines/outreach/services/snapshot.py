"""Who gets it and who does not, and why: one statement over the whole segment.

The segment's queryset, the wishes of ``core.consent`` and the address of each person become a
single ``INSERT … SELECT``; the statement judges everybody by the same clock.
"""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import BooleanField, Case, Count, Value, When

from wutong.core.consent.public import Channel, blocked_reason
from wutong.core.reference.enums import Grade
from wutong.engines.audiences.public import loads, people_in
from wutong.engines.outreach.enums import Exclusion
from wutong.engines.outreach.message import greets_households
from wutong.engines.outreach.models import Campaign, Recipient
from wutong.engines.outreach.services.mourning import mourning
from wutong.kernel import clock
from wutong.platform.outbox.public import gateways

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.core.people.models import Person

# The weightiest reason wins; the order is that of ``Exclusion``.
_STATEMENT = """
WITH chosen AS MATERIALIZED ({chosen}),
mail AS MATERIALIZED ({mail}),
judged AS MATERIALIZED (
    SELECT c.id,
           CASE WHEN c.language = 'en' AND %(english)s THEN 'en'
                WHEN %(chinese)s THEN 'zh-hans' ELSE 'en' END AS language,
           m.normalised, m.value_hash,
           CASE WHEN c.deceased THEN 'deceased'
                WHEN c.grade >= %(sensitive)s THEN 'sensitive'
                WHEN c.merged_into_id IS NOT NULL THEN 'merged'
                WHEN m.person_id IS NULL AND NOT c.contactable THEN 'lost'
                WHEN m.person_id IS NULL THEN
                     CASE WHEN EXISTS (SELECT FROM people_contactpoint b
                                        WHERE b.person_id = c.id AND b.kind = '{kind}'
                                          AND b.status <> 'ok' AND b.valid_to IS NULL)
                          THEN '{dead}' ELSE '{none}' END
                {unfit}WHEN s.address_hash IS NOT NULL THEN
                     CASE WHEN s.bounced THEN '{dead}' ELSE 'suppressed' END
                WHEN c.blocked <> '' THEN c.blocked
                WHEN c.mourning THEN 'bereaved'
                WHEN c.often THEN 'frequency'
                ELSE '' END AS reason
      FROM chosen c
      LEFT JOIN mail m ON m.person_id = c.id
      LEFT JOIN (SELECT address_hash, bool_or(reason = 'bounce') AS bounced
                   FROM outbox_suppression WHERE scope IN ('', %(topic)s)
                  GROUP BY address_hash) s ON s.address_hash = m.value_hash
),
sharing AS MATERIALIZED (
    SELECT value_hash, min(id) AS first_id FROM judged WHERE reason = '' GROUP BY value_hash
),
homes AS MATERIALIZED (
    SELECT greatest(l.person_id, l.other_id) AS id, min(least(l.person_id, l.other_id)) AS first_id
      FROM people_relation l
      JOIN sharing a ON a.first_id = l.person_id
      JOIN sharing b ON b.first_id = l.other_id
     WHERE %(together)s AND l.kind = 'spouse' AND l.household AND l.until IS NULL
     GROUP BY 1
),
verdict AS MATERIALIZED (
    SELECT j.id,
           CASE WHEN s.first_id <> j.id THEN 'duplicate'
                WHEN h.id IS NOT NULL THEN 'household' ELSE j.reason END AS reason,
           j.language,
           CASE WHEN s.first_id = j.id AND h.id IS NULL THEN j.normalised ELSE '' END AS address,
           CASE WHEN s.first_id = j.id AND h.id IS NULL THEN j.value_hash END AS address_hash,
           CASE WHEN s.first_id <> j.id THEN s.first_id ELSE h.first_id END AS shares_with
      FROM judged j
      LEFT JOIN sharing s ON j.reason = '' AND s.value_hash = j.value_hash
      LEFT JOIN homes h ON h.id = j.id
),
changed AS MATERIALIZED (
    SELECT v.*, old.person_id AS was
      FROM verdict v
      FULL JOIN (SELECT * FROM outreach_recipient WHERE campaign_id = %(campaign)s) old
        ON old.person_id = v.id
     WHERE (old.person_id, old.reason, old.language, old.address, old.address_hash,
            old.shares_with)
           IS DISTINCT FROM
           (v.id, v.reason, v.language, v.address, v.address_hash, v.shares_with)
),
gone AS (
    DELETE FROM outreach_recipient
     WHERE campaign_id = %(campaign)s
       AND person_id IN (SELECT was FROM changed WHERE id IS NULL)
),
written AS (
    INSERT INTO outreach_recipient AS r
        (campaign_id, person_id, reason, language, address, address_hash, shares_with)
    SELECT %(campaign)s, id, reason, language, address, address_hash, shares_with
      FROM changed
     WHERE id IS NOT NULL
     ORDER BY id
    ON CONFLICT (campaign_id, person_id) DO UPDATE
       SET reason = EXCLUDED.reason, language = EXCLUDED.language, address = EXCLUDED.address,
           address_hash = EXCLUDED.address_hash, shares_with = EXCLUDED.shares_with
    RETURNING 1
)
SELECT reason, count(*), (SELECT count(*) FROM written) FROM verdict GROUP BY reason
"""
_POINTS = """
    SELECT DISTINCT ON (person_id) person_id, normalised, value_hash
      FROM people_contactpoint
     WHERE kind = '{kind}' AND status = 'ok' AND valid_to IS NULL
       AND person_id IN (SELECT id FROM chosen)
     ORDER BY person_id, {best}is_primary DESC, verified_at DESC NULLS LAST, id
"""
# Of several accounts the one that allows this template, then the one somebody last wrote from.
_ACCOUNTS = """
    SELECT DISTINCT ON (person_id) * FROM (
           SELECT substr(f.subject_ref, 8)::bigint AS person_id, f.openid AS normalised,
                  f.openid_hash AS value_hash, f.heard_at, f.id,
                  coalesce(NOT r.refused AND (r.lasting OR r."left" > 0), false) AS allowed
             FROM outbox_wechatfan f
             LEFT JOIN outbox_wechatright r ON r.fan_id = f.id AND r.template = %(template)s
            WHERE f.follows AND f.subject_ref LIKE 'person:%%') fans
     WHERE person_id IN (SELECT id FROM chosen)
     ORDER BY person_id, allowed DESC, heard_at DESC NULLS LAST, id
"""
_MOBILE = r"'^\+861[3-9][0-9]{9}$'"
_BY_MAIL = {
    "mail": _POINTS.format(kind="email", best=""),
    "kind": "email",
    "dead": "bounced",
    "none": "no_email",
    "unfit": "",
}
_BY_WECHAT = {
    "mail": _ACCOUNTS,
    "kind": "-",
    "dead": "no_wechat",
    "none": "no_wechat",
    "unfit": "WHEN NOT m.allowed THEN 'no_right'\n                ",
}
_BY_TEXT = {
    "mail": _POINTS.format(
        kind="phone", best=f"(normalised ~ {_MOBILE}) DESC, (normalised NOT LIKE '+86%%') DESC, "
    ),
    "kind": "phone",
    "dead": "dead_number",
    "none": "no_number",
    "unfit": f"""WHEN m.normalised LIKE '+86%%' AND m.normalised !~ {_MOBILE} THEN 'landline'
                WHEN m.normalised NOT LIKE '+86%%' AND NOT %(abroad)s THEN 'overseas'
                """,
}
_MANY = 1000  # changed rows after which the planner is told


@transaction.atomic
def build_snapshot(campaign: Campaign) -> dict[str, int]:
    """Judge everybody of the segment anew; the number of people by reason ("" gets it).

    The author's sight decides who can be chosen at all. Whoever is judged as before keeps the
    row: between pre-flight and sending that is nearly everybody.
    """
    inner, parameters = _chosen(campaign).query.sql_with_params()
    languages = campaign.languages or ("zh-hans",)
    names: dict[str, Any] = {
        "english": "en" in languages,
        "chinese": "zh-hans" in languages,
        "sensitive": int(Grade.SENSITIVE),
        "topic": campaign.topic,
        "campaign": campaign.pk,
        "abroad": _abroad(campaign),
        "together": greets_households(campaign),
        "template": campaign.notice.code if campaign.notice else "",
    }
    by = _BY_TEXT if campaign.by_text else _BY_WECHAT if campaign.by_wechat else _BY_MAIL
    names |= {f"chosen_{number}": value for number, value in enumerate(parameters)}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")  # sorts of 300,000 rows stay in memory
        cursor.execute(_STATEMENT.format(chosen=_named(inner), **by), names)
        found = cursor.fetchall()
        if any(written > _MANY for _reason, _people, written in found):
            cursor.execute("ANALYZE outreach_recipient")
    counts = _ordered({reason: people for reason, people, _written in found})
    campaign.counts, campaign.counted_at = counts, clock.now()
    campaign.save(update_fields=["counts", "counted_at"])
    return counts


def _abroad(campaign: Campaign) -> bool:
    """Whether the gateway of a text message serves numbers abroad."""
    if campaign.signature is None:
        return False
    gateway = gateways().get(campaign.signature.gateway)
    return gateway is not None and gateway.serves_abroad


def _named(sql: str) -> str:
    """``%s`` one after another become named parameters; an escaped ``%%`` stays."""
    numbers = count()
    return re.sub(
        "%%|%s", lambda hit: "%%" if hit[0] == "%%" else f"%(chosen_{next(numbers)})s", sql
    )


def _chosen(campaign: Campaign) -> QuerySet[Person, tuple[object, ...]]:
    """The segment's people with what the statement needs to judge them."""
    definition = campaign.definition or (campaign.segment.definition if campaign.segment else None)
    people = people_in(loads(definition), campaign.author)
    return (
        people.order_by()
        .annotate(
            blocked=blocked_reason(campaign.topic, Channel(campaign.channel)),
            often=_often(campaign),
            mourning=mourning(campaign.topic),
        )
        .values_list(
            "id",
            "deceased",
            "grade",
            "merged_into_id",
            "contactable",
            "language",
            "blocked",
            "often",
            "mourning",
        )
    )


def _often(campaign: Campaign) -> Case:
    """Has had as many messages lately as the house allows itself (one list, made once)."""
    messages, days = settings.OUTREACH_CAP
    if campaign.by_text:
        messages = settings.SMS_CAP_MESSAGES
    lately = (
        Recipient.objects.filter(
            reason="",
            campaign__sent_at__gte=clock.now() - timedelta(days=days),
            campaign__channel=campaign.channel,
        )
        .exclude(campaign=campaign)
        .order_by()
        .values("person_id")
        .annotate(times=Count("campaign"))
        .filter(times__gte=messages)
        .values("person_id")
    )
    return Case(
        When(pk__in=lately, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )


def count_reasons(campaign: Campaign) -> dict[str, int]:
    """People by reason, weightiest first, "" (gets it) in front."""
    return _ordered(
        dict(
            Recipient.objects.filter(campaign=campaign)
            .order_by()
            .values_list("reason")
            .annotate(people=Count("person_id"))
        )
    )


def _ordered(people: dict[str, int]) -> dict[str, int]:
    return {
        reason: people.get(reason, 0)
        for reason in ["", *Exclusion.values]
        if not reason or people.get(reason)
    }
