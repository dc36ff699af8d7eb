"""The table's side of the pump: claiming, settling, counting, finishing."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from wutong.kernel import clock
from wutong.platform.database.public import array_of
from wutong.platform.outbox.enums import DeliveryState, Reason, StreamState
from wutong.platform.outbox.keys import SINGLE
from wutong.platform.outbox.pump import sql
from wutong.platform.outbox.pump.outcomes import Claimed, Settlement
from wutong.platform.outbox.pump.pace import Pace
from wutong.platform.outbox.registry import listener_of, source_of
from wutong.platform.outbox.services.guarding import tell_held, too_many_bad
from wutong.platform.outbox.services.partitions import month_of
from wutong.platform.outbox.values import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.backends.utils import CursorWrapper

    from wutong.platform.outbox.values import StreamRef

LEASE = 900.0  # seconds; only a pump on another machine, or after a reboot, ever waits for it
BUCKET = "all"
PRIORITY_BATCH = 50
# Towards the end a pump takes less of what is left, so that all end together.
FAIR_SHARE, SMALLEST_SHARE = 6, 50


@dataclass
class Batch:
    """What one exchange brought: claimed rows, and whether to go on."""

    rows: list[Claimed] = field(default_factory=list)
    values: dict[int, Mapping[str, str]] = field(default_factory=dict)
    running: bool = True
    throttled: bool = False


@dataclass(frozen=True)
class Remaining:
    """What a stream still has when nothing could be claimed."""

    queued: int
    sending: int
    due_in: float


class Store:
    """One run's view of the tables; call it from one thread.

    Outcomes and claims are transactions of their own: the first moves the stream's counters and
    so holds its row, for which the other pumps of the stream wait; the second does not.

    ``stream`` is None for the pump that only sends single mails.
    """

    def __init__(self, run: UUID, stream: StreamRef | None) -> None:
        self.run = run
        self.stream = stream
        self._after = 0
        self._left = 0
        self._pace = Pace()
        self._source = source_of(stream.key) if stream else None
        self._listener = listener_of(stream.key) if stream else None

    def exchange(self, settled: Sequence[Settlement], *, want: int) -> Batch:
        """Write outcomes back, then claim the next batch and ask who must not get it after all."""
        held = bool(settled) and not self.settle_only(settled)
        batch = Batch(running=not held)
        if want:
            barred = self._claim(batch, want)
            barred.update(self._screen(batch))
            if barred:
                self._bar(batch, barred)
            self._hold_back(batch)
            self._late_values(batch)
        return batch

    def settle_only(self, settled: Sequence[Settlement]) -> bool:
        """Write outcomes back without claiming anything; False when the stream is now held."""
        own = [item for item in settled if not item.row.stream.startswith(SINGLE)]
        single = [item for item in settled if item.row.stream.startswith(SINGLE)]
        with transaction.atomic(), connection.cursor() as cursor:
            running = self._lock(cursor)
            if own and not self._settle_stream(cursor, own):
                running = False
            if single:
                self._settle_single(cursor, single)
        return running

    def remaining(self) -> Remaining:
        """What is left, asked when a claim came back empty."""
        if self.stream is None:
            return Remaining(0, 0, 0.0)
        with connection.cursor() as cursor:
            cursor.execute(sql.REMAINING, self._names())
            queued, sending, due_in = cursor.fetchone()
        self._after = 0
        return Remaining(queued, sending, max(float(due_in or 0), 0.0))

    def finish(self) -> bool:
        """Close the stream when nothing is queued or being sent; True when this call did it."""
        if self.stream is None:
            return False
        with transaction.atomic(), connection.cursor() as cursor:
            self._lock(cursor)
            cursor.execute(sql.REMAINING, self._names())
            queued, sending, _due = cursor.fetchone()
            if queued or sending:
                return False
            cursor.execute(sql.FINISH, self._names())
            if not cursor.rowcount:
                return False
            if self._listener is not None:
                self._listener.finished(self.stream)
            return True

    def say(self, trouble: str, *, kind: str = "unreachable") -> None:
        """Put a remark beside a running stream (the mail server cannot be reached)."""
        if self.stream is not None:
            remark = f"{kind}:{trouble}"[:200]
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE outbox_stream SET pause_reason = %s"
                    " WHERE key = %s AND state = 'running' AND pause_reason <> %s",
                    [remark, self.stream.key, remark],
                )

    def pause(self, reason: str) -> None:
        """Hold the stream: something needs a person."""
        if self.stream is not None:
            with connection.cursor() as cursor:
                cursor.execute(sql.PAUSE, {**self._names(), "reason": reason[:200]})

    def release_unknown(self, known: Iterable[int]) -> int:
        """Put back rows claimed by a transaction whose answer was lost with the connection."""
        with connection.cursor() as cursor:
            cursor.execute(sql.RELEASE_UNKNOWN, {"run": self.run, "known": list(known)})
            return int(cursor.rowcount)

    def _names(self) -> dict[str, Any]:
        if self.stream is None:
            return {}
        return {"stream": self.stream.key, "month": self.stream.campaign_month}

    def _lock(self, cursor: CursorWrapper, statement: str = sql.LOCK_STREAM) -> bool:
        """Every writer of a stream takes its row first, so that none waits in a circle."""
        if self.stream is None:
            return True
        cursor.execute(statement, [self.stream.key])
        row = cursor.fetchone()
        if row is not None and statement is sql.SHARE_STREAM:
            self._left = row[1]
        return row is not None and row[0] == StreamState.RUNNING

    def _claim(self, batch: Batch, want: int) -> dict[int, Reason]:
        """Mark rows as ours; those whose address is suppressed come back with the reason."""
        with transaction.atomic(), connection.cursor() as cursor:
            batch.running = self._lock(cursor, sql.SHARE_STREAM) and batch.running
            names: dict[str, Any] = {
                "run": self.run,
                "limit": min(want, PRIORITY_BATCH),
                "lease": LEASE,
            }
            cursor.execute(sql.CLAIM_PRIORITY, {**names, "since": self._priority_since()})
            batch.rows.extend(claimed(row) for row in cursor.fetchall())
            if self.stream is None or not batch.running or want <= len(batch.rows):
                return {}
            return self._claim_stream(cursor, self.stream, batch, want)

    def _priority_since(self) -> dt.date:
        """The first month whose single mails this run looks after."""
        if self.stream is None:
            return dt.date.min
        return month_of(month_of(clock.today()) - dt.timedelta(days=1))

    def _claim_stream(
        self, cursor: CursorWrapper, stream: StreamRef, batch: Batch, want: int
    ) -> dict[int, Reason]:
        fair = max(self._left // FAIR_SHARE, SMALLEST_SHARE)
        allowed = self._allowance(cursor, min(want - len(batch.rows), fair))
        if not allowed:
            batch.throttled = True
            return {}
        names = {
            **self._names(),
            "run": self.run,
            "limit": allowed,
            "lease": LEASE,
            "after": self._after,
            "scopes": ["", stream.topic],
        }
        cursor.execute(sql.CLAIM, names)
        found = cursor.fetchall()
        if not found and self._after:
            cursor.execute(sql.CLAIM, {**names, "after": 0})  # back-offs may be due there
            found = cursor.fetchall()
        self._after = max((row[1] for row in found), default=0)
        batch.rows.extend(map(claimed, found))
        return {row[1]: Reason.SUPPRESSED for row in found if row[10]}

    def _allowance(self, cursor: CursorWrapper, want: int) -> int:
        rate = settings.OUTBOX_RATE_PER_SECOND
        if not rate:
            return want
        cursor.execute(
            "INSERT INTO outbox_ratebucket (name, tokens) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [BUCKET, rate],
        )
        cursor.execute(sql.TAKE_TOKENS, {"name": BUCKET, "rate": rate, "want": want})
        return int(cursor.fetchone()[0])

    def _screen(self, batch: Batch) -> Mapping[int, Reason]:
        """Ask the stream's owner who must not get it after all."""
        rows = self._of_stream(batch)
        if self._source is None or self.stream is None or not rows:
            return {}
        return self._source.screen(self.stream, rows)

    def _bar(self, batch: Batch, barred: Mapping[int, Reason]) -> None:
        """What was claimed and must not leave is cancelled before its first byte."""
        out = [
            Settlement(row, DeliveryState.CANCELLED, barred[row.id], "", refund=1)
            for row in batch.rows
            if row.id in barred
        ]
        batch.rows = [row for row in batch.rows if row.id not in barred]
        batch.running = self.settle_only(out) and batch.running

    def _hold_back(self, batch: Batch) -> None:
        """What its provider may not have yet goes back to the queue, to come again in time."""
        if self.stream is None or not batch.rows:
            return
        with connection.cursor() as cursor:
            single = [row for row in batch.rows if row.stream.startswith(SINGLE)]
            kept, waiting = self._pace.split(cursor, self._of_stream(batch))
        if waiting:
            batch.rows = single + kept
            batch.running = self.settle_only(waiting) and batch.running
            batch.throttled = batch.throttled or not batch.rows

    def _late_values(self, batch: Batch) -> None:
        rows = self._of_stream(batch)
        if self._source is not None and self.stream is not None:
            late = self._source.values(self.stream, rows)
            batch.values.update(zip((row.id for row in rows), late, strict=True))

    def _of_stream(self, batch: Batch) -> list[Claimed]:
        return [row for row in batch.rows if not row.stream.startswith(SINGLE)]

    def _settle_stream(self, cursor: CursorWrapper, settled: list[Settlement]) -> bool:
        """Write a stream's outcomes; False when so many were refused that it is now held."""
        done, counts = self._write(cursor, settled)
        totals = self._count(cursor, counts)
        self._suppress_dead(cursor, done)
        self._pace.learn(cursor, done)
        self._tell(done)
        accepted, refused, bounced = totals
        bad = refused + bounced
        tried = accepted + bad
        if not counts.get("refused") or not too_many_bad(bad, tried):
            return True
        reason = f"guard:{bad}:{tried}"
        cursor.execute(sql.PAUSE, {**self._names(), "reason": reason})
        if cursor.rowcount and self.stream is not None:
            tell_held(self.stream, reason)
        return False

    def _settle_single(self, cursor: CursorWrapper, settled: list[Settlement]) -> None:
        done, _counts = self._write(cursor, settled)
        self._suppress_dead(cursor, done)
        ended = {
            UUID(item.row.stream.removeprefix(SINGLE))
            for item in done
            if item.state != DeliveryState.QUEUED
        }
        if ended:
            months = list({item.row.campaign_month for item in done})
            cursor.execute(sql.PURGE_SINGLES, {"ids": list(ended), "months": months})

    def _write(
        self, cursor: CursorWrapper, settled: list[Settlement]
    ) -> tuple[list[Settlement], dict[str, int]]:
        """Move the rows that are still ours; those moved, and how the counters change."""
        by_month: dict[dt.date, list[Settlement]] = defaultdict(list)
        for item in settled:
            by_month[item.row.campaign_month].append(item)
        done: list[Settlement] = []
        counts: Counter[str] = Counter()
        for month, items in by_month.items():
            moved = self._write_accepted(cursor, month, items)
            if len(moved) < len(items):
                rest = [item for item in items if item.row.id not in moved]
                done.extend(self._write_mixed(cursor, month, rest, counts))
            done.extend(item for item in items if item.row.id in moved)
            counts["accepted"] += len(moved)
        return done, counts

    def _write_accepted(
        self, cursor: CursorWrapper, month: dt.date, items: list[Settlement]
    ) -> set[int]:
        plain = [item for item in items if item.state == DeliveryState.ACCEPTED]
        if not plain:
            return set()
        cursor.execute(
            sql.SETTLE_ACCEPTED,
            {
                "month": month,
                "run": self.run,
                "ids": array_of(item.row.id for item in plain),
                "replies": json.dumps([item.reply for item in plain], ensure_ascii=False),
            },
        )
        return {row[0] for row in cursor.fetchall()}

    def _write_mixed(
        self,
        cursor: CursorWrapper,
        month: dt.date,
        items: list[Settlement],
        counts: Counter[str],
    ) -> list[Settlement]:
        cursor.execute(
            sql.LOCK_OWN,
            {"month": month, "run": self.run, "ids": [item.row.id for item in items]},
        )
        before = dict(cursor.fetchall())
        ours = [item for item in items if item.row.id in before]
        if not ours:
            return []
        cursor.execute(
            sql.SETTLE,
            {
                "month": month,
                "ids": [item.row.id for item in ours],
                "states": [str(item.state) for item in ours],
                "reasons": [str(item.reason) for item in ours],
                "replies": [item.reply for item in ours],
                "waits": [item.wait for item in ours],
                "refunds": [item.refund for item in ours],
            },
        )
        for item in ours:
            if before[item.row.id] == DeliveryState.UNCERTAIN:
                counts["uncertain"] -= 1
            if item.state != DeliveryState.QUEUED:
                counts[str(item.state)] += 1
        return ours

    def _count(self, cursor: CursorWrapper, counts: Mapping[str, int]) -> tuple[int, int, int]:
        names = ("accepted", "refused", "uncertain", "cancelled")
        changes = {name: counts.get(name, 0) for name in names}
        cursor.execute(sql.COUNT, {**self._names(), **changes})
        row = cursor.fetchone()
        return row if row is not None else (0, 0, 0)

    def _suppress_dead(self, cursor: CursorWrapper, done: Iterable[Settlement]) -> None:
        dead = [
            item
            for item in done
            if item.state == DeliveryState.REFUSED and item.reason == Reason.BOUNCE_HARD
        ]
        if dead:
            cursor.execute(
                sql.SUPPRESS,
                {
                    "hashes": [item.row.address_hash for item in dead],
                    "details": [item.reply for item in dead],
                },
            )

    def _tell(self, done: Iterable[Settlement]) -> None:
        if self._listener is None or self.stream is None:
            return
        outcomes = [
            Outcome(
                campaign_month=item.row.campaign_month,
                id=item.row.id,
                subject_ref=item.row.subject_ref,
                address_hash=item.row.address_hash,
                state=item.state,
                reason=item.reason,
                reply=item.reply,
            )
            for item in done
            if item.state != DeliveryState.QUEUED
        ]
        if outcomes:
            self._listener.settled(self.stream, outcomes)


def claimed(row: tuple[Any, ...]) -> Claimed:
    """A row of the claiming statements; JSON comes as text from Django's connection."""
    parts = row[8] if isinstance(row[8], dict) else json.loads(row[8])
    return Claimed(
        row[0], row[1], row[2], row[3], row[4], row[5], bytes(row[6]), row[7], parts, row[9]
    )
