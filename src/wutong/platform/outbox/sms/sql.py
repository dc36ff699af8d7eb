"""Statements that text messages need besides those of mail."""

from wutong.platform.outbox.pump.sql import CLAIM_PRIORITY

CLAIM_SINGLES = CLAIM_PRIORITY.replace("d.lane = 0", "d.lane = 2")

# Written before a request leaves: a receipt can name the row even when the answer was lost. Parts
# count once the gateway has taken the text.
NAME = """
UPDATE outbox_delivery d SET gateway_ref = r.ref, parts_billed = r.parts
  FROM unnest(%(ids)s::bigint[], %(refs)s::text[], %(parts)s::int[]) AS r(id, ref, parts)
 WHERE d.campaign_month = %(month)s AND d.id = r.id AND d.claimed_by = %(run)s
"""

# Some gateways answer with a number of their own, and their receipts know only that.
NOTE = """
UPDATE outbox_delivery d SET gateway_ref = r.ref
  FROM unnest(%(ids)s::bigint[], %(refs)s::text[]) AS r(id, ref)
 WHERE d.campaign_month = %(month)s AND d.id = r.id
"""

BILL = """
UPDATE outbox_stream SET parts_billed = parts_billed + %(parts)s, cost = cost + %(cost)s
 WHERE key = %(stream)s
"""

# A code is worth nothing once it has left.
FORGET = """
UPDATE outbox_delivery SET parts = '{}'
 WHERE campaign_month = %(month)s AND id = ANY(%(ids)s)
   AND lane = 2 AND state NOT IN ('queued', 'sending')
"""

# One statement puts those of a stream to bed who sleep together; the others one by one.
PUT_OFF = """
UPDATE outbox_delivery SET next_attempt_at = clock_timestamp() + make_interval(secs => %(wait)s)
 WHERE campaign_month = %(month)s AND stream = %(stream)s AND state = 'queued'
   AND address LIKE %(home)s
   AND (next_attempt_at IS NULL OR next_attempt_at <= clock_timestamp())
"""

REMARK = """
UPDATE outbox_stream SET pause_reason = %(remark)s
 WHERE key = %(stream)s AND state = 'running' AND pause_reason <> %(remark)s
"""

FOUND = """
SELECT d.campaign_month, d.id, d.stream, d.subject_ref, d.address_hash, d.state, r.place
  FROM unnest(%(refs)s::text[], %(hashes)s::bytea[]) WITH ORDINALITY AS r(ref, hash, place)
  JOIN outbox_delivery d ON d.gateway_ref = r.ref AND d.address_hash = r.hash
 WHERE d.campaign_month >= %(since)s
"""

# A receipt of a carrier that names only its own number, for a message whose answer was lost (or
# did not tell that number): the one message to that address it can be about.
LOST = """
SELECT d.campaign_month, d.id, d.stream, d.subject_ref, d.address_hash, d.state, r.place
  FROM unnest(%(hashes)s::bytea[], %(places)s::int[]) AS r(hash, place)
  JOIN LATERAL (
       SELECT * FROM outbox_delivery
        WHERE address_hash = r.hash AND gateway_ref IS NOT NULL AND state = ANY(%(states)s)
          AND received_at IS NULL AND campaign_month >= %(since)s
        ORDER BY id DESC LIMIT 2) d ON true
"""

REPORT = """
WITH old AS (
    SELECT d.campaign_month, d.id, d.state AS before, r.*
      FROM unnest(%(ids)s::bigint[], %(arrived)s::bool[], %(reasons)s::text[],
                  %(codes)s::text[], %(times)s::timestamptz[])
           AS r(delivery, arrived, reason, code, at)
      JOIN outbox_delivery d ON d.campaign_month = %(month)s AND d.id = r.delivery
     WHERE d.state IN ('accepted', 'uncertain', 'sending') AND d.received_at IS NULL
       FOR UPDATE OF d
)
UPDATE outbox_delivery d
   SET state = CASE WHEN old.arrived THEN 'accepted' ELSE 'bounced' END,
       reason = CASE WHEN old.arrived THEN '' ELSE old.reason END,
       last_reply = old.code,
       accepted_at = coalesce(d.accepted_at, clock_timestamp()),
       received_at = CASE WHEN old.arrived THEN old.at END,
       bounced_at = CASE WHEN NOT old.arrived THEN old.at END,
       claimed_by = NULL, lease_until = NULL
  FROM old
 WHERE d.campaign_month = %(month)s AND d.id = old.id
RETURNING d.id, d.stream, d.subject_ref, d.address_hash, old.before, old.arrived, old.reason,
          old.code
"""

COUNT_REPORT = """
UPDATE outbox_stream
   SET accepted = accepted + %(accepted)s, bounced = bounced + %(bounced)s,
       uncertain = uncertain + %(uncertain)s, arrived = arrived + %(arrived)s
 WHERE key = %(stream)s
"""

LAST_TEXT = """
SELECT stream, subject_ref FROM outbox_delivery
 WHERE address_hash = %(hash)s AND gateway_ref IS NOT NULL AND campaign_month >= %(since)s
   AND state IN ('accepted', 'bounced', 'uncertain', 'sending')
 ORDER BY campaign_month DESC, id DESC LIMIT 1
"""
