"""The table's side of the text pump: the same claims and outcomes as for mail."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from wutong.kernel.actors import Actor
from wutong.platform.outbox.enums import DeliveryState, Reason, SuppressionReason
from wutong.platform.outbox.pump import sql as mail_sql
from wutong.platform.outbox.pump.store import LEASE, PRIORITY_BATCH, Batch, Store, claimed
from wutong.platform.outbox.services.suppressions import suppress
from wutong.platform.outbox.sms import sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from uuid import UUID

    from django.db.backends.utils import CursorWrapper

    from wutong.platform.outbox.pump.outcomes import Claimed, Settlement
    from wutong.platform.outbox.sms.values import Carrier
    from wutong.platform.outbox.values import StreamRef


@dataclass(frozen=True, slots=True)
class Note:
    """What is written beside an accepted text."""

    row: Claimed
    ref: str
    parts: int
    cost: Decimal


class TextStore(Store):
    """One run's view; ``stream`` is None for the pump of single texts."""

    def __init__(self, run: UUID, stream: StreamRef | None, carrier: Carrier | None) -> None:
        super().__init__(run, stream)
        self._carrier = carrier

    def settle_texts(self, settled: Sequence[Settlement], notes: Sequence[Note]) -> bool:
        """Outcomes with what they cost; False when the stream is now held."""
        with transaction.atomic(), connection.cursor() as cursor:
            running = self.settle_only(settled) if settled else True
            by_month: dict[dt.date, list[Note]] = defaultdict(list)
            for note in notes:
                if note.ref:
                    by_month[note.row.campaign_month].append(note)
            for month, items in by_month.items():
                cursor.execute(
                    sql.NOTE,
                    {
                        "month": month,
                        "ids": [note.row.id for note in items],
                        "refs": [note.ref for note in items],
                    },
                )
            if self.stream is not None and notes:
                cursor.execute(
                    sql.BILL,
                    {
                        "stream": self.stream.key,
                        "parts": sum(note.parts for note in notes),
                        "cost": sum(note.cost for note in notes),
                    },
                )
            self._bar_numbers(settled)
        return running

    def name(self, rows: Sequence[tuple[Claimed, str, int]]) -> None:
        """Write what each row's request is called and its parts, before it leaves."""
        by_month: dict[dt.date, list[tuple[int, str, int]]] = defaultdict(list)
        for row, ref, parts in rows:
            by_month[row.campaign_month].append((row.id, ref, parts))
        with transaction.atomic(), connection.cursor() as cursor:
            for month, items in by_month.items():
                cursor.execute(
                    sql.NAME,
                    {
                        "month": month,
                        "run": self.run,
                        "ids": [pk for pk, _ref, _parts in items],
                        "refs": [ref for _pk, ref, _parts in items],
                        "parts": [parts for _pk, _ref, parts in items],
                    },
                )

    def put_off(self, home: str, wait: float) -> None:
        """Home sleeps: its addresses are looked at again when it wakes."""
        with connection.cursor() as cursor:
            cursor.execute(sql.PUT_OFF, {**self._names(), "wait": wait, "home": home})

    def remark(self, words: str) -> None:
        """Put a word of the gateway beside the running stream."""
        if self.stream is not None:
            with connection.cursor() as cursor:
                cursor.execute(
                    sql.REMARK, {"stream": self.stream.key, "remark": f"gateway:{words}"[:200]}
                )

    def _claim(self, batch: Batch, want: int) -> dict[int, Reason]:
        with transaction.atomic(), connection.cursor() as cursor:
            if self.stream is None:
                names: dict[str, Any] = {
                    "run": self.run,
                    "limit": min(want, PRIORITY_BATCH),
                    "lease": LEASE,
                }
                cursor.execute(sql.CLAIM_SINGLES, {**names, "since": dt.date.min})
                batch.rows.extend(claimed(row) for row in cursor.fetchall())
                return {}
            batch.running = self._lock(cursor, mail_sql.SHARE_STREAM) and batch.running
            if not batch.running:
                return {}
            return self._claim_stream(cursor, self.stream, batch, want)

    def _allowance(self, cursor: CursorWrapper, want: int) -> int:
        """Texts a second over all workers, by the database's clock."""
        if self._carrier is None or not self._carrier.rate:
            return want
        name, rate = f"sms:{self._carrier.code}", self._carrier.rate
        cursor.execute(
            "INSERT INTO outbox_ratebucket (name, tokens) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [name, rate],
        )
        cursor.execute(mail_sql.TAKE_TOKENS, {"name": name, "rate": rate, "want": want})
        return int(cursor.fetchone()[0])

    def _screen(self, batch: Batch) -> dict[int, Reason]:
        """Whom the carrier cannot reach any more, besides those the owner names."""
        rows = self._of_stream(batch)
        found = dict(self._carrier.screen(rows)) if self._carrier is not None and rows else {}
        return {**found, **super()._screen(batch)}

    def _settle_single(self, cursor: CursorWrapper, settled: list[Settlement]) -> None:
        done, _counts = self._write(cursor, settled)
        self._suppress_dead(cursor, done)
        by_month: dict[dt.date, list[int]] = defaultdict(list)
        for item in done:
            by_month[item.row.campaign_month].append(item.row.id)
        for month, ids in by_month.items():
            cursor.execute(sql.FORGET, {"month": month, "ids": ids})

    def _bar_numbers(self, settled: Sequence[Settlement]) -> None:
        """Who is on the carrier's own list is on ours, too."""
        for item in settled:
            if item.state == DeliveryState.REFUSED and item.reason == Reason.BARRED:
                suppress(
                    actor=Actor.system("outbox"),
                    hashed=item.row.address_hash,
                    reason=SuppressionReason.COMPLAINT,
                    detail=item.reply,
                )
