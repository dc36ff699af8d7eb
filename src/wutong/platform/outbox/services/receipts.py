"""What carriers report of messages they took: arrived, or why not; written down once."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.outbox.enums import DeliveryState, Reason, SuppressionReason
from wutong.platform.outbox.keys import SINGLE
from wutong.platform.outbox.models import Stream
from wutong.platform.outbox.registry import listener_of
from wutong.platform.outbox.selectors import stream_ref
from wutong.platform.outbox.services.partitions import month_of
from wutong.platform.outbox.services.suppressions import suppress
from wutong.platform.outbox.sms import codes, sql
from wutong.platform.outbox.values import Outcome

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from wutong.platform.outbox.sms.values import Receipt

LOOK_BACK = timedelta(days=40)
LOST = (DeliveryState.UNCERTAIN,)
SYSTEM = Actor.system("receipts")


def since() -> dt.date:
    """From which month on a message may still be reported or answered."""
    return month_of((clock.now() - LOOK_BACK).date())


def text_reason(receipt: Receipt) -> Reason:
    """Why a text did not arrive."""
    if receipt.code in codes.GONE:
        return Reason.BOUNCE_HARD
    return Reason.BARRED if receipt.code in codes.BARRED else Reason.UNDELIVERED


def take_receipts(
    receipts: Sequence[Receipt],
    *,
    hash_of: Callable[[str], bytes],
    reason_of: Callable[[Receipt], Reason] = text_reason,
    unnamed: Sequence[DeliveryState] = LOST,
) -> int:
    """Write what arrived and what did not; how many receipts name no message of ours (yet).

    A receipt whose number we do not know is about the one message to that address in a state of
    ``unnamed``, where there is only one.
    """
    if not receipts:
        return 0
    hashes = [hash_of(one.number) for one in receipts]
    with connection.cursor() as cursor:
        cursor.execute(
            sql.FOUND,
            {"refs": [one.ref for one in receipts], "hashes": hashes, "since": since()},
        )
        rows = cursor.fetchall()
        matched = {row[6] - 1 for row in rows}
        missing = [place for place in range(len(receipts)) if place not in matched]
        if missing:
            rows += _lost(cursor, hashes, missing, unnamed)
            matched = {row[6] - 1 for row in rows}
        streams = sorted({row[2] for row in rows if not row[2].startswith(SINGLE)})
        # Every writer takes the stream's row before its deliveries: none waits in a circle.
        known = {
            one.pk: one
            for one in Stream.objects.select_for_update(no_key=True)
            .filter(pk__in=streams)
            .order_by("pk")
        }
        by_month: dict[dt.date, list[tuple[int, Receipt]]] = defaultdict(list)
        for row in rows:
            by_month[row[0]].append((row[1], receipts[row[6] - 1]))
        for month, items in by_month.items():
            _report(cursor, month, items, known, reason_of)
    return len(receipts) - len(matched)


def _lost(
    cursor: Any, hashes: list[bytes], missing: list[int], unnamed: Sequence[DeliveryState]
) -> list[tuple[Any, ...]]:
    """Texts whose answer was lost, found by their number where only one can be meant."""
    cursor.execute(
        sql.LOST,
        {
            "hashes": [hashes[place] for place in missing],
            "places": [place + 1 for place in missing],
            "states": [str(state) for state in unnamed],
            "since": since(),
        },
    )
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in cursor.fetchall():
        found[row[6]].append(row)
    return [rows[0] for rows in found.values() if len(rows) == 1]


def _report(
    cursor: Any,
    month: dt.date,
    items: list[tuple[int, Receipt]],
    known: dict[str, Stream],
    reason_of: Callable[[Receipt], Reason],
) -> None:
    cursor.execute(
        sql.REPORT,
        {
            "month": month,
            "ids": [pk for pk, _one in items],
            "arrived": [one.arrived for _pk, one in items],
            "reasons": [str(reason_of(one)) for _pk, one in items],
            "codes": [one.code for _pk, one in items],
            "times": [one.at for _pk, one in items],
        },
    )
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    counts: dict[str, dict[str, int]] = defaultdict(
        lambda: {"accepted": 0, "bounced": 0, "uncertain": 0, "arrived": 0}
    )
    for pk, stream, ref, hashed, before, arrived, reason, code in cursor.fetchall():
        moved = counts[stream]
        if before in {"accepted", "uncertain"}:
            moved[before] -= 1
        moved["accepted" if arrived else "bounced"] += 1
        moved["arrived"] += arrived
        if not arrived:
            _suppress(bytes(hashed), reason, code)
        outcomes[stream].append(
            Outcome(
                campaign_month=month,
                id=pk,
                subject_ref=ref,
                address_hash=bytes(hashed),
                state=DeliveryState.ACCEPTED if arrived else DeliveryState.BOUNCED,
                reason=Reason(reason) if not arrived else Reason.NONE,
                reply=code,
            )
        )
    for key in sorted(known.keys() & counts.keys()):
        cursor.execute(sql.COUNT_REPORT, {"stream": key, **counts[key]})
        listener = listener_of(key)
        if listener is not None:
            listener.settled(stream_ref(known[key]), outcomes[key])


def _suppress(hashed: bytes, reason: str, code: str) -> None:
    why = {
        str(Reason.BOUNCE_HARD): SuppressionReason.BOUNCE,
        str(Reason.BARRED): SuppressionReason.COMPLAINT,
    }.get(reason)
    if why is not None:
        suppress(actor=SYSTEM, hashed=hashed, reason=why, detail=code)
