"""What became of a sending by the readers' providers and by cause: counted aside, read as one row."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q

from wutong.kernel import clock
from wutong.platform.outbox.enums import DeliveryState, StreamState
from wutong.platform.outbox.models import Stream

if TYPE_CHECKING:
    from django.db.models import QuerySet

PROVIDERS = 20
WATCHED = timedelta(days=90)  # later a returned mail is rare, and counted when it comes
WHILE_RUNNING = timedelta(minutes=5)
REST = "…"

# The stream's rows are found by the index of "once for each address".
COUNT = """
SELECT lower(split_part(address, '@', 2)), state, reason, count(*)
  FROM outbox_delivery
 WHERE campaign_month = %s AND stream = %s
 GROUP BY 1, 2, 3
"""
_KEPT = {
    DeliveryState.ACCEPTED: "delivered",
    DeliveryState.REFUSED: "refused",
    DeliveryState.BOUNCED: "bounced",
    DeliveryState.UNCERTAIN: "uncertain",
}


def _moved(row: Stream) -> str:
    """The counters a tally was made of."""
    return f"{row.total}:{row.accepted}:{row.refused}:{row.bounced}:{row.uncertain}"


def tally(row: Stream) -> None:
    """Count one stream's deliveries by provider and cause, and keep the result beside it."""
    providers: dict[str, Counter[str]] = defaultdict(Counter)
    causes: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [row.campaign_month, row.key])
        for provider, state, reason, count in cursor.fetchall():
            kept = _KEPT.get(state)
            if kept is not None:
                providers[provider][kept] += count
            if kept in {"refused", "bounced", "uncertain"}:
                causes[reason] += count
    ranked = sorted(providers, key=lambda name: (-providers[name].total(), name))
    rest: Counter[str] = sum((providers[name] for name in ranked[PROVIDERS:]), Counter())
    lines: list[dict[str, Any]] = [{"name": name, **providers[name]} for name in ranked[:PROVIDERS]]
    if rest:
        lines.append({"name": REST, **rest})
    found = {"of": _moved(row), "providers": lines, "causes": dict(causes.most_common())}
    Stream.objects.filter(pk=row.pk).update(tally=found, tallied_at=clock.now())


def tally_what_moved() -> int:
    """Count the streams whose counters have moved; one that runs, every few minutes only."""
    now = clock.now()
    rows: QuerySet[Stream] = Stream.objects.filter(
        Q(started_at__gt=now - WATCHED) | Q(state=StreamState.RUNNING), gateway=""
    )
    done = 0
    for row in rows:
        running = row.state == StreamState.RUNNING
        fresh = row.tallied_at is not None and row.tallied_at > now - WHILE_RUNNING
        if row.tally.get("of") == _moved(row) or (running and fresh):
            continue
        tally(row)
        done += 1
    return done
