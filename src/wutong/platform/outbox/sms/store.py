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
    from wutong.platform.outbox.sms.gateways import GatewayConfig
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

    def __init__(self, run: UUID, stream: StreamRef | None, gateway: GatewayConfig | None) -> None:
        super().__init__(run, stream)
        self._gateway = gateway

    def settle_texts(self, settled: Sequence[Settlement], notes: Sequence[Note]) -> bool:
        """Outcomes with what they cost; False when the stream is now held."""
        with transaction.atomic(), connection.cursor() as cursor:
            running = self.settle_only(settled) if settled else True
            by_month: dict[dt.date, list[Note]] = defaultdict(list)
            for note in notes:
                by_month[note.row.campaign_month].append(note)
            for month, items in by_month.items():
                cursor.execute(
                    sql.NOTE,
                    {
                        "month": month,
                        "ids": [note.row.id for note in items],
                        "refs": [note.ref for note in items],
                        "parts": [note.parts for note in items],
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

    def name(self, rows: Sequence[tuple[Claimed, str]]) -> None:
        """Write what each row's request is called, before it leaves."""
        by_month: dict[dt.date, list[tuple[int, str]]] = defaultdict(list)
        for row, ref in rows:
            by_month[row.campaign_month].append((row.id, ref))
        with transaction.atomic(), connection.cursor() as cursor:
            for month, pairs in by_month.items():
                cursor.execute(
                    sql.NAME,
                    {
                        "month": month,
                        "run": self.run,
                        "ids": [pk for pk, _ref in pairs],
                        "refs": [ref for _pk, ref in pairs],
                    },
                )

    def put_off_mainland(self, wait: float) -> None:
        """The mainland sleeps: its numbers are looked at again when it wakes."""
        with connection.cursor() as cursor:
            cursor.execute(sql.PUT_OFF, {**self._names(), "wait": wait})

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
        if self._gateway is None or not self._gateway.rate:
            return want
        name, rate = f"sms:{self._gateway.code}", self._gateway.rate
        cursor.execute(
            "INSERT INTO outbox_ratebucket (name, tokens) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [name, rate],
        )
        cursor.execute(mail_sql.TAKE_TOKENS, {"name": name, "rate": rate, "want": want})
        return int(cursor.fetchone()[0])

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
