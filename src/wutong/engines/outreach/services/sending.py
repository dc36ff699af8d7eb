"""Fixing the recipients and handing them to the outbox."""

from __future__ import annotations

import json
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from wutong.engines.outreach.letters import letters_of
from wutong.engines.outreach.merge_fields import MergeField, fields_in
from wutong.engines.outreach.message import content_of
from wutong.engines.outreach.notices import notice_content_of
from wutong.engines.outreach.services.grants import open_grants
from wutong.engines.outreach.texts import signature_of, text_content_of
from wutong.platform.outbox.public import (
    Sender,
    open_notice_stream,
    open_stream,
    open_text_stream,
    start_pump,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.engines.outreach.letters import Letter
    from wutong.engines.outreach.models import Campaign
    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.public import StreamRef

_STUDY = """
  LEFT JOIN LATERAL (
      SELECT * FROM people_degree
       WHERE person_id = p.id
       ORDER BY (class_group_id IS NOT NULL) DESC, (level = 'bachelor') DESC, leave_year, id
       LIMIT 1) d ON true
  LEFT JOIN reference_academicunit u ON u.id = d.unit_id
  LEFT JOIN reference_classgroup c ON c.id = d.class_group_id
"""
_PLACE = "  LEFT JOIN reference_region g ON g.id = p.region_id\n"

_FILL = """
INSERT INTO outbox_delivery
    (campaign_month, stream, subject_ref, address, name, address_hash, language, parts)
SELECT %(month)s, %(stream)s, 'person:' || p.id, r.address, p.name, r.address_hash, r.language,
       {parts}
  FROM outreach_recipient r
  JOIN people_person p ON p.id = r.person_id
{joins}
 WHERE r.campaign_id = %(campaign)s AND r.reason = ''
 ORDER BY r.person_id
ON CONFLICT (campaign_month, stream, address_hash) DO NOTHING
"""

_ONE = """
SELECT {parts}
  FROM (SELECT %(language)s::text AS language) r
  JOIN people_person p ON p.id = %(person)s
{joins}
"""


def _parts(fields: list[MergeField]) -> str:
    """The SQL of a flat JSON object with the values somebody has."""
    if not fields:
        return "'{}'::jsonb"
    pairs = ", ".join(f"'{field.key}', NULLIF({field.sql}, '')" for field in fields)
    return f"jsonb_strip_nulls(jsonb_build_object({pairs}))"


def _joins(fields: list[MergeField]) -> str:
    study = _STUDY if any(field.needs_study for field in fields) else ""
    return study + (_PLACE if any(field.key == "place" for field in fields) else "")


def _fields(letters: Iterable[Letter]) -> list[MergeField]:
    return fields_in(text for letter in letters for text in letter.texts)


def values_for(campaign: Campaign, person_id: int, language: str) -> dict[str, str]:
    """The merge values of one person, by the same SQL that fixes everybody's."""
    return values_of(letters_of(campaign), person_id, language)


def values_of(letters: Iterable[Letter], person_id: int, language: str) -> dict[str, str]:
    """The same for words that are not kept yet."""
    fields = _fields(letters)
    sql = _ONE.format(parts=_parts(fields), joins=_joins(fields))
    with connection.cursor() as cursor:
        cursor.execute(sql, {"language": language, "person": person_id})
        row = cursor.fetchone()
    return {key: str(value) for key, value in json.loads(row[0]).items()} if row else {}


def sender_of(campaign: Campaign, language: str) -> Sender:
    """The legal body's name in ``language`` over the office's address."""
    body = campaign.legal_body
    return Sender(
        name=body.name_en if language == "en" else body.name_zh,
        address=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    )


def _open(campaign: Campaign, actor: Actor) -> StreamRef:
    letters = letters_of(campaign)
    if campaign.by_wechat:
        return open_notice_stream(
            actor=actor,
            key=campaign.ref,
            label=campaign.title,
            contents={one.language: notice_content_of(campaign, one) for one in letters},
            topic=campaign.topic,
            legal_body=campaign.legal_body_id,
        )
    if campaign.by_text:
        signature = signature_of(campaign)
        return open_text_stream(
            actor=actor,
            key=campaign.ref,
            label=campaign.title,
            gateway=signature.gateway,
            signature=signature.text,
            contents={one.language: text_content_of(campaign, one) for one in letters},
            topic=campaign.topic,
            legal_body=campaign.legal_body_id,
        )
    return open_stream(
        actor=actor,
        key=campaign.ref,
        label=campaign.title,
        sender=sender_of(campaign, campaign.languages[0]),
        contents={letter.language: content_of(campaign, letter) for letter in letters},
        topic=campaign.topic,
        legal_body=campaign.legal_body_id,
    )


def hand_over(campaign: Campaign, actor: Actor) -> int:
    """Open the stream, write every recipient's delivery by one statement, start the pump.

    Runs inside the caller's transaction: either all of it happened or nothing. The number of
    recipients comes back.
    """
    open_grants(campaign, actor)
    stream = _open(campaign, actor)
    fields = _fields(letters_of(campaign))
    with connection.cursor() as cursor:
        cursor.execute(
            _FILL.format(parts=_parts(fields), joins=_joins(fields)),
            {"month": stream.campaign_month, "stream": stream.key, "campaign": campaign.pk},
        )
    return start_pump(actor=actor, stream=stream.key)
