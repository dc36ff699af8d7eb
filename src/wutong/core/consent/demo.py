"""Demo consents and wishes: set-based, the same for a seed at any scale."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import connection

from wutong.core.consent.registry import topics
from wutong.core.consent.services import text_of
from wutong.core.consent.visibility import FIELDS, TEXTS, TOPIC, words_of_level

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

    from wutong.kernel.demo import DemoWorld

# A number from 0 to 9999 that hangs on seed, purpose and person only.
DRAW = "(('x' || substr(md5(%(seed)s || '{purpose}' || p.id), 1, 7))::bit(28)::int %% 10000)"

_CONSENTS = """
INSERT INTO consent_consentrecord
    (person_id, topic, channel, basis, text_id, method, evidence, legal_body, given_at,
     withdrawn_method)
SELECT p.id, %(topic)s, '', 'consent', %(text)s,
       CASE WHEN {draw} %% 3 = 0 THEN 'link' ELSE 'import' END, %(evidence)s, 'association',
       %(day)s - {draw} * interval '3 hours', ''
  FROM people_person p
 WHERE NOT p.deceased AND {draw} < %(share)s
"""

_WISHES = """
WITH made AS (
    INSERT INTO consent_preference
        (person_id, topic, channel, wanted, paused_until, changed_at)
    SELECT p.id, %(topic)s, 'email', %(wanted)s, %(until)s,
           %(day)s - ({draw} + 1) * %(apart)s::interval
      FROM people_person p
     WHERE NOT p.deceased AND {draw} < %(share)s
    RETURNING person_id, topic, channel, wanted, paused_until, changed_at)
INSERT INTO consent_preferencechange
    (person_id, topic, channel, before, after, method, source_ref, consents_closed, changed_at)
SELECT person_id, topic, channel, NULL,
       jsonb_build_object('wanted', wanted, 'paused_until',
           to_char(paused_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')),
       'link', '', '[]', changed_at
  FROM made
"""

# One person in four is seen by name; what else they show is drawn field by field.
_VISIBLE = """
INSERT INTO consent_visibility
    (person_id, name, study, place, work, email, phone, wechat, letters,
     changed_at)
SELECT p.id, 1 + least(2, {draw_name} %% 10 / 4), {study}, {place}, {work}, {email}, {phone},
       {wechat}, {letters}, %(day)s - {draw_name} * interval '1 hour'
  FROM people_person p
 WHERE NOT p.deceased AND p.merged_into_id IS NULL
   AND ({draw_name} < %(share)s OR p.id = ANY(%(fixed)s))
"""
_VISIBLE_CONSENTS = """
INSERT INTO consent_consentrecord
    (person_id, topic, channel, basis, text_id, method, evidence, legal_body, given_at,
     withdrawn_method)
SELECT v.person_id, %(topic)s, '', 'consent',
       CASE v.{field} WHEN 1 THEN %(text_1)s::bigint WHEN 2 THEN %(text_2)s ELSE %(text_3)s END,
       'member', '', 'association', v.changed_at, ''
  FROM consent_visibility v
 WHERE v.{field} > 0
"""
VISIBLE_SHARE = 2500
VISIBLE_SHARES = {
    "study": 9000, "place": 7000, "work": 6000, "email": 2500, "phone": 1200, "wechat": 1500,
    "letters": 8000,
}  # fmt: skip

CONSENT_SHARES = {"news": 4200, "journal": 2600}
UNSUBSCRIBED = {"greetings": 120, "*": 45}
PAUSED_SHARE = 60


def build_wishes(world: DemoWorld) -> None:
    """Consents to news and journal, some who left greetings, some who stopped or paused."""
    day = datetime.combine(world.today, time(9), tzinfo=UTC)
    with connection.cursor() as cursor:
        for topic, share in CONSENT_SHARES.items():
            cursor.execute(
                _CONSENTS.format(draw=DRAW.format(purpose=f":consent:{topic}:")),
                {
                    "seed": world.seed,
                    "topic": topic,
                    "text": text_of(topics.get(topic)).pk,
                    "evidence": "2021 年信息核对回执",
                    "share": share,
                    "day": day,
                },
            )
        for topic, share in UNSUBSCRIBED.items():
            _wish(cursor, world, day, topic=topic, share=share, wanted=False)
        _wish(cursor, world, day, topic="*", share=PAUSED_SHARE, wanted=True)
        _show(cursor, world, day)
        cursor.execute("ANALYZE consent_visibility")
        cursor.execute("ANALYZE consent_consentrecord")
        cursor.execute("ANALYZE consent_preference")
    world.say("consents and wishes")


def _show(cursor: CursorWrapper, world: DemoWorld, day: datetime) -> None:
    """Who is seen by whom, with the consents. The two members of the demo are always listed."""

    def draw(field: str) -> str:
        return DRAW.format(purpose=f":visible:{field}:")

    columns = {
        field: f"CASE WHEN {draw(field)} < {share} THEN 1 + {draw(field + ':level')} %% 2 ELSE 0 END"
        for field, share in VISIBLE_SHARES.items()
    }
    cursor.execute(
        _VISIBLE.format(draw_name=draw("name"), **columns),
        {
            "seed": world.seed,
            "day": day,
            "share": VISIBLE_SHARE,
            "fixed": list(world.people_by_role.values()),
        },
    )
    cursor.execute(
        "UPDATE consent_visibility SET name = 2, study = 2, place = 2, work = 2, email = 1, letters = 2 "
        "WHERE person_id = ANY(%s)",
        [list(world.people_by_role.values())],
    )
    texts = {f"text_{level.value}": words_of_level(level).pk for level in TEXTS}
    for field in FIELDS:
        cursor.execute(
            _VISIBLE_CONSENTS.format(field=field), {"topic": f"{TOPIC}:{field}", **texts}
        )


def _wish(
    cursor: object, world: DemoWorld, day: datetime, *, topic: str, share: int, wanted: bool
) -> None:
    purpose = f":wish:{topic}:{wanted}:"
    statement = _WISHES.format(draw=DRAW.format(purpose=purpose))
    if wanted:  # a pause of everything; whoever stopped everything stays stopped
        statement = statement.replace(
            "    RETURNING", "    ON CONFLICT (person_id, topic, channel) DO NOTHING\n    RETURNING"
        )
    cursor.execute(  # type: ignore[attr-defined]
        statement,
        {
            "seed": world.seed,
            "topic": topic,
            "wanted": wanted,
            "until": day + timedelta(days=120) if wanted else None,
            "share": share,
            "day": day,
            "apart": "90 minutes" if wanted else "4 days",
        },
    )
