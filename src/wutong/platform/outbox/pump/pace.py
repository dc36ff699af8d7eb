"""How fast each provider is written to: limits set by staff, and what the provider itself asks.

A row that may not leave yet goes back to the queue with the moment it may; that costs it no attempt.
Where nothing is limited and nobody asked us to wait, this is one small question a second.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from wutong.platform.outbox.enums import DeliveryState, Reason
from wutong.platform.outbox.pump.outcomes import Settlement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.backends.utils import CursorWrapper

    from wutong.platform.outbox.pump.outcomes import Claimed

FRESH = 1.0  # seconds for which the rules are remembered
LEAST_PUT_OFF = 10  # of one batch and provider, before it is taken for more than chance
BURST = 10.0  # seconds of a limit that may leave at once
ASKS_TO_WAIT = ("421", "450", "451", "452")

RULES = """
SELECT domain, per_minute, strikes,
       greatest(extract(epoch FROM held_until - clock_timestamp()), 0)::float8
  FROM outbox_domainpace
 WHERE per_minute > 0 OR strikes > 0
"""
TAKE = """
UPDATE outbox_domainpace p
   SET tokens = n.filled - least(floor(n.filled), %(want)s), filled_at = clock_timestamp()
  FROM (SELECT domain, least(per_minute * %(burst)s / 60.0, tokens + per_minute / 60.0
                 * greatest(extract(epoch FROM clock_timestamp() - filled_at), 0))::float8 AS filled
          FROM outbox_domainpace WHERE domain = %(domain)s FOR UPDATE) AS n
 WHERE p.domain = n.domain
RETURNING least(floor(n.filled), %(want)s)::int
"""
# A minute, doubled with each strike, at most an hour.
HOLD = """
INSERT INTO outbox_domainpace AS p (domain, strikes, held_until, last_reply)
VALUES (%(domain)s, 1, clock_timestamp() + interval '1 minute', %(reply)s)
ON CONFLICT (domain) DO UPDATE
   SET strikes = least(p.strikes + 1, 7), last_reply = EXCLUDED.last_reply,
       held_until = clock_timestamp()
           + least(interval '1 minute' * power(2, p.strikes), interval '1 hour'),
       changed_at = clock_timestamp()
 WHERE p.held_until IS NULL OR p.held_until < clock_timestamp()
"""
FORGIVE = """
UPDATE outbox_domainpace SET strikes = 0, held_until = NULL, changed_at = clock_timestamp()
 WHERE domain = ANY(%(domains)s) AND (held_until IS NULL OR held_until < clock_timestamp())
"""


class Rule(NamedTuple):
    """``held`` in seconds from when it was asked."""

    per_minute: int
    strikes: int
    held: float


def provider_of(address: str) -> str:
    """The domain behind the @, in small letters."""
    return address.rpartition("@")[2].lower()


class Pace:
    """One run's knowledge of the rules; call it from the store's thread."""

    def __init__(self) -> None:
        self._asked = 0.0
        self._rules: dict[str, Rule] = {}

    def split(
        self, cursor: CursorWrapper, rows: list[Claimed]
    ) -> tuple[list[Claimed], list[Settlement]]:
        """Those that may leave now, and those that wait, with how long."""
        self._look(cursor)
        if not self._rules:
            return rows, []
        by_provider: dict[str, list[Claimed]] = defaultdict(list)
        for row in rows:
            by_provider[provider_of(row.address)].append(row)
        barred: dict[int, float] = {}
        for provider, theirs in by_provider.items():
            rule = self._rules.get(provider)
            if rule is not None:
                barred.update(self._waits(cursor, provider, rule, theirs))
        if not barred:
            return rows, []
        held = [
            Settlement(row, DeliveryState.QUEUED, Reason.NONE, "", wait=barred[row.id], refund=1)
            for row in rows
            if row.id in barred
        ]
        return [row for row in rows if row.id not in barred], held

    def _waits(
        self, cursor: CursorWrapper, provider: str, rule: Rule, rows: list[Claimed]
    ) -> dict[int, float]:
        if rule.held > 0:
            return {row.id: rule.held + 1.0 for row in rows}
        if not rule.per_minute:
            return {}
        cursor.execute(TAKE, {"domain": provider, "want": len(rows), "burst": BURST})
        found = cursor.fetchone()
        allowed = int(found[0]) if found else len(rows)
        each = 60.0 / rule.per_minute
        return {row.id: each * (place + 1) for place, row in enumerate(rows[allowed:])}

    def learn(self, cursor: CursorWrapper, done: Iterable[Settlement]) -> None:
        """A provider that put most of a batch off is left alone; one that takes is forgiven."""
        put_off: Counter[str] = Counter()
        taken: Counter[str] = Counter()
        words: dict[str, str] = {}
        for item in done:
            if item.state == DeliveryState.QUEUED:
                if item.wait is not None and item.reply.startswith(ASKS_TO_WAIT):
                    provider = provider_of(item.row.address)
                    put_off[provider] += 1
                    words[provider] = item.reply
            elif self._rules and item.state == DeliveryState.ACCEPTED:
                taken[provider_of(item.row.address)] += 1
        for provider, count in put_off.items():
            if count >= LEAST_PUT_OFF and count > taken[provider]:
                cursor.execute(HOLD, {"domain": provider[:253], "reply": words[provider][:500]})
                self._asked = 0.0
        again = [name for name in taken if self._struck(name) and taken[name] > put_off[name]]
        if again:
            cursor.execute(FORGIVE, {"domains": again})
            self._asked = 0.0

    def _struck(self, provider: str) -> bool:
        rule = self._rules.get(provider)
        return rule is not None and rule.strikes > 0

    def _look(self, cursor: CursorWrapper) -> None:
        now = time.monotonic()
        if now - self._asked < FRESH:
            return
        self._asked = now
        cursor.execute(RULES)
        self._rules = {row[0]: Rule(*row[1:]) for row in cursor.fetchall()}
