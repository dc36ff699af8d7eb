"""The pump's statements: a handful of round trips per batch, all set-based."""

# A locked row stays where it is until the transaction ends, so its place (ctid) finds it again.
CLAIM = """
WITH picked AS MATERIALIZED (
    SELECT d.ctid AS place, EXISTS (
               SELECT 1 FROM outbox_suppression s
                WHERE s.address_hash = d.address_hash AND s.scope = ANY(%(scopes)s)
           ) AS suppressed
      FROM outbox_delivery d
     WHERE d.campaign_month = %(month)s AND d.stream = %(stream)s AND d.state = 'queued'
       AND d.id > %(after)s
       AND (d.next_attempt_at IS NULL OR d.next_attempt_at <= clock_timestamp())
     ORDER BY d.id
     LIMIT %(limit)s
       FOR UPDATE OF d SKIP LOCKED
)
UPDATE outbox_delivery d
   SET state = 'sending', reason = '', attempts = d.attempts + 1, claimed_by = %(run)s,
       lease_until = clock_timestamp() + make_interval(secs => %(lease)s), next_attempt_at = NULL
  FROM picked
 WHERE d.campaign_month = %(month)s AND d.ctid = picked.place
RETURNING d.campaign_month, d.id, d.stream, d.subject_ref, d.address, d.name, d.address_hash,
          d.language, d.parts, d.attempts, picked.suppressed
"""

# Months before ``since`` are left out while planning: over the partitions of many years the plan
# costs fifty times what running it does. Whoever has no stream to serve asks all of them.
CLAIM_PRIORITY = """
WITH picked AS MATERIALIZED (
    SELECT d.campaign_month, d.id
      FROM outbox_delivery d
     WHERE d.lane = 0 AND d.state = 'queued' AND d.campaign_month >= %(since)s
       AND (d.next_attempt_at IS NULL OR d.next_attempt_at <= clock_timestamp())
     ORDER BY d.id
     LIMIT %(limit)s
       FOR UPDATE OF d SKIP LOCKED
)
UPDATE outbox_delivery d
   SET state = 'sending', reason = '', attempts = d.attempts + 1, claimed_by = %(run)s,
       lease_until = clock_timestamp() + make_interval(secs => %(lease)s), next_attempt_at = NULL
  FROM picked
 WHERE d.campaign_month >= %(since)s
   AND d.campaign_month = picked.campaign_month AND d.id = picked.id
RETURNING d.campaign_month, d.id, d.stream, d.subject_ref, d.address, d.name, d.address_hash,
          d.language, d.parts, d.attempts, d.state
"""

# "uncertain" is settled too: a sweeper may have written this run off while it was only slow,
# and what it has to say now is knowledge.
LOCK_OWN = """
SELECT id, state FROM outbox_delivery
 WHERE campaign_month = %(month)s AND id = ANY(%(ids)s) AND claimed_by = %(run)s
   AND state IN ('sending', 'uncertain')
   FOR UPDATE
"""

SETTLE = """
UPDATE outbox_delivery d
   SET state = r.state, reason = r.reason, last_reply = r.reply,
       accepted_at = CASE WHEN r.state = 'accepted' THEN clock_timestamp() END,
       next_attempt_at = clock_timestamp() + make_interval(secs => r.wait),
       attempts = d.attempts - r.refund,
       claimed_by = CASE WHEN r.state = 'uncertain' THEN d.claimed_by END,
       lease_until = NULL
  FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(reasons)s::text[], %(replies)s::text[],
              %(waits)s::float8[], %(refunds)s::int[])
       AS r(id, state, reason, reply, wait, refund)
 WHERE d.campaign_month = %(month)s AND d.id = r.id
"""

# Nearly every batch is this: all accepted, nothing to look up first.
SETTLE_ACCEPTED = """
UPDATE outbox_delivery d
   SET state = 'accepted', last_reply = r.reply, accepted_at = clock_timestamp(),
       claimed_by = NULL, lease_until = NULL
  FROM ROWS FROM (unnest(%(ids)s::bigint[]), jsonb_array_elements_text(%(replies)s::jsonb))
       AS r(id, reply)
 WHERE d.campaign_month = %(month)s AND d.id = r.id AND d.state = 'sending'
   AND d.claimed_by = %(run)s
RETURNING d.id
"""

# Writers of a stream's counters wait for each other. A claim only keeps those out that hold, stop
# or erase (FOR UPDATE), so the pumps of one stream claim side by side.
LOCK_STREAM = "SELECT state FROM outbox_stream WHERE key = %s FOR NO KEY UPDATE"
SHARE_STREAM = """
SELECT state, total - accepted - refused - uncertain - cancelled
  FROM outbox_stream WHERE key = %s FOR KEY SHARE
"""

COUNT = """
UPDATE outbox_stream
   SET accepted = accepted + %(accepted)s, refused = refused + %(refused)s,
       uncertain = uncertain + %(uncertain)s, cancelled = cancelled + %(cancelled)s
 WHERE key = %(stream)s
RETURNING accepted, refused, bounced
"""

PAUSE = """
UPDATE outbox_stream SET state = 'paused', pause_reason = %(reason)s
 WHERE key = %(stream)s AND state = 'running'
"""

# Rows claimed in a transaction whose commit was answered by a lost connection.
RELEASE_UNKNOWN = """
UPDATE outbox_delivery
   SET state = 'queued', claimed_by = NULL, lease_until = NULL, attempts = attempts - 1
 WHERE claimed_by = %(run)s AND state = 'sending' AND NOT id = ANY(%(known)s)
"""

# Two small indexes hold what is not done yet; the stream's own index holds all it ever had.
REMAINING = """
SELECT q.rows, s.rows, extract(epoch FROM q.due - clock_timestamp())::float8
  FROM (SELECT count(*) AS rows, min(coalesce(next_attempt_at, clock_timestamp())) AS due
          FROM outbox_delivery
         WHERE campaign_month = %(month)s AND stream = %(stream)s AND state = 'queued') q,
       (SELECT count(*) AS rows
          FROM outbox_delivery
         WHERE campaign_month = %(month)s AND stream = %(stream)s AND state = 'sending') s
"""

FINISH = """
UPDATE outbox_stream SET state = 'finished', finished_at = clock_timestamp(), pause_reason = ''
 WHERE key = %(stream)s AND state = 'running'
"""

TAKE_TOKENS = """
UPDATE outbox_ratebucket b
   SET tokens = n.filled - least(floor(n.filled), %(want)s), filled_at = clock_timestamp()
  FROM (SELECT name, least(%(rate)s::float8, tokens + %(rate)s
                 * greatest(extract(epoch FROM clock_timestamp() - filled_at), 0)::float8) AS filled
          FROM outbox_ratebucket WHERE name = %(name)s FOR UPDATE) AS n
 WHERE b.name = n.name
RETURNING least(floor(n.filled), %(want)s)::int
"""

ORPHANS = """
SELECT claimed_by, bool_and(lease_until < clock_timestamp())
  FROM outbox_delivery
 WHERE state = 'sending' AND claimed_by IS NOT NULL
 GROUP BY claimed_by
"""

ORPHANED_ROWS = """
SELECT campaign_month, id, stream, subject_ref, address, name, address_hash, language, parts,
       attempts, state
  FROM outbox_delivery
 WHERE state = 'sending' AND claimed_by = %(run)s
"""

PURGE_SINGLES = """
UPDATE outbox_singlemail m SET raw = ''
 WHERE m.id = ANY(%(ids)s) AND NOT EXISTS (
       SELECT 1 FROM outbox_delivery d
        WHERE d.campaign_month = ANY(%(months)s) AND d.stream = 'single:' || m.id
          AND d.state IN ('queued', 'sending'))
"""

SUPPRESS = """
INSERT INTO outbox_suppression (address_hash, scope, reason, detail)
SELECT unnest(%(hashes)s::bytea[]), '', 'bounce', unnest(%(details)s::text[])
ON CONFLICT (address_hash, scope) DO NOTHING
"""
