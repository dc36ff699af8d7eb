"""What a dead pump left is put back, written down, or laid before a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.db import connection, transaction

from wutong.platform.outbox.enums import DeliveryState, Reason
from wutong.platform.outbox.keys import SINGLE
from wutong.platform.outbox.models import Stream
from wutong.platform.outbox.pump import journal, sql
from wutong.platform.outbox.pump.outcomes import Settlement, settlement
from wutong.platform.outbox.pump.store import Store, claimed
from wutong.platform.outbox.selectors import stream_ref
from wutong.platform.outbox.smtp.items import Result, Verdict

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from wutong.platform.outbox.pump.outcomes import Claimed

log = structlog.get_logger(__name__)


def recover(folder: Path) -> dict[str, int]:
    """Settle what pumps that no longer live had claimed; how many went where.

    With a journal of this boot: only messages whose final dot had left and were not answered
    are uncertain. Without one (another machine, a reboot): everything claimed, once its lease
    has ended by the database clock.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql.ORPHANS)
        runs = cursor.fetchall()
    totals = {"queued": 0, "uncertain": 0, "known": 0}
    for run, expired in runs:
        remains = journal.read_remains(folder, run)
        if remains == "alive" or (remains is None and not expired):
            continue
        codes = None if remains is None else remains.codes
        for state, count in _settle_run(run, codes).items():
            totals[state] += count
        journal.forget(folder, run)
    if any(totals.values()):
        log.warning("outbox_recovered", **totals)
    return totals


def _settle_run(run: UUID, codes: dict[int, int] | None) -> dict[str, int]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql.ORPHANED_ROWS, {"run": run})
            rows = [claimed(row) for row in cursor.fetchall()]
        streams: dict[str, list[Settlement]] = {}
        counts = {"queued": 0, "uncertain": 0, "known": 0}
        for row in rows:
            item = _verdict(row, codes)
            key = "" if row.stream.startswith(SINGLE) else row.stream
            streams.setdefault(key, []).append(item)
            kind = item.state if item.state in counts else "known"
            counts[kind] += 1
        for key in sorted(streams):
            row_of = Stream.objects.filter(pk=key).first() if key else None
            Store(run, stream_ref(row_of) if row_of else None).settle_only(streams[key])
    return counts


def _verdict(row: Claimed, codes: dict[int, int] | None) -> Settlement:
    code = journal.DOTTED if codes is None else codes.get(row.id, journal.CLAIMED)
    if code == journal.CLAIMED:
        return Settlement(row, DeliveryState.QUEUED, Reason.NONE, "", refund=1)
    if code == journal.DOTTED:
        return Settlement(row, DeliveryState.UNCERTAIN, Reason.WORKER, "")
    verdict = Verdict.ACCEPTED if code < 400 else Verdict.DEFERRED
    if code >= 500:
        verdict = Verdict.REFUSED
    return settlement(row, Result(verdict, f"{code} (from the journal)"))
