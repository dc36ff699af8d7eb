"""Who did not get a past greeting, and why: from what the demo's records say of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from wutong.engines.outreach.enums import Exclusion

if TYPE_CHECKING:
    from datetime import date

    from django.db.backends.utils import CursorWrapper

    from wutong.kernel.demo import DemoWorld

EXPLAINED = timedelta(days=730)
"""At the article's size the greetings of the last two years are explained, in a small demo all."""
MAIL: dict[str, str] = {
    "kind": "email", "channel": "email", "salt": "", "none": "no_email", "best": "", "unfit": "",
    "language": "p.language",
}  # fmt: skip
_MOBILE = r"'^\+861[0-9]{10}$'"
TEXT: dict[str, str] = {
    "kind": "phone", "channel": "sms", "salt": "text", "none": "no_number",
    "best": f"(normalised ~ {_MOBILE}) DESC, (normalised NOT LIKE '+86%%') DESC, ",
    "unfit": f"WHEN m.normalised NOT LIKE '+86%%' THEN 'overseas'"
             f" WHEN m.normalised !~ {_MOBILE} THEN 'landline'",
    "language": "'zh-hans'",
}  # fmt: skip

# Those who were chosen and have no letter: the same draw, the same day, the same way of looking.
_LEFT_OUT = """
INSERT INTO outreach_recipient (campaign_id, person_id, reason, language, shares_with)
SELECT %(campaign)s, j.id, j.reason, j.language, j.shares_with
  FROM (
    SELECT p.id, {language} AS language,
           CASE WHEN w.everything IS NULL THEN o.person_id END AS shares_with,
           CASE WHEN m.normalised IS NULL AND NOT p.contactable THEN 'lost'
                WHEN m.normalised IS NULL THEN '{none}'
                {unfit}
                WHEN w.everything THEN 'stopped'
                WHEN NOT w.everything THEN 'unsubscribed'
                WHEN o.person_id IS NOT NULL THEN 'duplicate' END AS reason
      FROM people_person p
      LEFT JOIN LATERAL (
           SELECT normalised, value_hash FROM people_contactpoint
            WHERE person_id = p.id AND kind = '{kind}' AND valid_to IS NULL
            ORDER BY {best}is_primary DESC, id LIMIT 1) m ON true
      LEFT JOIN LATERAL (
           SELECT bool_or(topic = '*') AS everything FROM consent_preference
            WHERE person_id = p.id AND channel = '{channel}' AND NOT wanted
              AND topic IN ('greetings', '*') AND changed_at < %(sent)s) w ON true
      LEFT JOIN outreach_recipient o
        ON o.campaign_id = %(campaign)s AND o.address_hash = m.value_hash
     CROSS JOIN LATERAL (
           SELECT ('x' || substr(md5(%(seed)s || %(stream)s || '{salt}' || p.id), 8, 7)
                  )::bit(28)::int %% 10000 AS chance) s
     WHERE p.merged_into_id IS NULL AND p.grade < 2 AND s.chance < %(share)s
       AND NOT EXISTS (SELECT 1 FROM people_personstate l
                        WHERE l.person_id = p.id AND l.kind = 'life' AND l.valid_from <= %(day)s)
       AND EXISTS (SELECT 1 FROM people_degree d
                    WHERE d.person_id = p.id AND d.leave_year <= %(year)s)
       AND NOT EXISTS (SELECT 1 FROM outreach_recipient r
                        WHERE r.campaign_id = %(campaign)s AND r.person_id = p.id)
  ) j
 WHERE j.reason IS NOT NULL
ON CONFLICT DO NOTHING
"""
_COUNTS = """
SELECT reason, count(*) FROM outreach_recipient WHERE campaign_id = %(campaign)s GROUP BY reason
"""


def is_explained(world: DemoWorld, day: date) -> bool:
    """Whether the greeting of that day names those it left out."""
    return world.scale != "article" or day > world.today - EXPLAINED


def leave_out(cursor: CursorWrapper, names: dict[str, Any], by: dict[str, str]) -> dict[str, int]:
    """Write those who did not get it; people by reason, "" in front are those who did."""
    cursor.execute(_LEFT_OUT.format(**by), names)
    cursor.execute(_COUNTS, names)
    people = dict(cursor.fetchall())
    return {reason: people[reason] for reason in ["", *Exclusion.values] if reason in people}
