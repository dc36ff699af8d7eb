"""Receipts and replies of text messages: kept first, then understood, then acted on, once."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import structlog
from django.db import connection, transaction
from django.db.models.functions import Now

from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.outbox.enums import (
    DeliveryState,
    InboundChannel,
    InboundKind,
    Reason,
    SuppressionReason,
)
from wutong.platform.outbox.keys import SINGLE
from wutong.platform.outbox.models import Stream, TextPush
from wutong.platform.outbox.registry import listener_of
from wutong.platform.outbox.selectors import stream_ref
from wutong.platform.outbox.services.inbox import take_in
from wutong.platform.outbox.services.partitions import month_of
from wutong.platform.outbox.services.suppressions import suppress
from wutong.platform.outbox.sms import codes, sql
from wutong.platform.outbox.sms.gateways import readers_of
from wutong.platform.outbox.sms.numbers import number_hash
from wutong.platform.outbox.values import Arrival, Outcome

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from wutong.platform.outbox.sms.values import Receipt, Reply

log = structlog.get_logger(__name__)
EARLY = "early"
PATIENCE = timedelta(hours=2)
LOOK_BACK = timedelta(days=40)
SYSTEM = Actor.system("sms")


def take_push(*, gateway: str, what: str, raw: bytes) -> str:
    """Keep what a cloud pushed (``receipts`` or ``replies``) and act on it; the verdict.

    The same push twice is ``repeated``. One that came before its text was written down is
    ``early`` and is looked at again every minute.
    """
    kept, created = TextPush.objects.get_or_create(
        digest=sha256(f"{gateway}:{what}\0".encode() + raw).digest(),
        defaults={"raw": raw, "gateway": gateway, "what": what},
    )
    if not created and kept.handled_at is not None:
        return "repeated"
    return _handle(kept)


def handle_left_over() -> int:
    """Pushes that came too early, or whose handling was cut off; how many were looked at."""
    waiting = TextPush.objects.filter(handled_at=None).order_by("id")[:200]
    for kept in waiting:
        _handle(kept)
    return len(waiting)


def _handle(kept: TextPush) -> str:
    what = kept.what
    receipts_of, replies_of, _well = readers_of(kept.gateway)
    raw = bytes(kept.raw)
    try:
        said: Any = json.loads(raw)
        found = receipts_of(said) if what == "receipts" else []
        replies = replies_of(said) if what == "replies" else []
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return _done(kept, "unknown", f"{type(error).__name__}: {error}", keep=True)
    with transaction.atomic():
        if what == "receipts":
            missing = _take_receipts(found)
            if missing:
                TextPush.objects.filter(pk=kept.pk).update(
                    verdict=EARLY, detail=f"{missing} of {len(found)}"
                )
                if kept.received_at and kept.received_at > clock.now() - PATIENCE / 2:
                    return EARLY
                return _done(kept, "unmatched", f"{missing} of {len(found)}", keep=True)
        for reply in replies:
            _take_reply(kept.gateway, reply)
        return _done(kept, "taken", str(len(found) or len(replies)), keep=False)


def _done(kept: TextPush, verdict: str, detail: str, *, keep: bool) -> str:
    """What was acted on is kept as its digest: numbers and words are in their own rows."""
    changes: dict[str, Any] = {} if keep else {"raw": b""}
    TextPush.objects.filter(pk=kept.pk).update(
        verdict=verdict, detail=detail[:500], handled_at=Now(), **changes
    )
    return verdict


def _since() -> dt.date:
    return month_of((clock.now() - LOOK_BACK).date())


def _take_receipts(receipts: Sequence[Receipt]) -> int:
    """Write what arrived and what did not; how many receipts name no text of ours (yet)."""
    if not receipts:
        return 0
    hashes = [number_hash(one.number) for one in receipts]
    with connection.cursor() as cursor:
        cursor.execute(
            sql.FOUND,
            {"refs": [one.ref for one in receipts], "hashes": hashes, "since": _since()},
        )
        rows = cursor.fetchall()
        matched = {row[6] - 1 for row in rows}
        missing = [place for place in range(len(receipts)) if place not in matched]
        if missing:
            rows += _lost(cursor, hashes, missing)
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
            _report(cursor, month, items, known)
    return len(receipts) - len(matched)


def _lost(cursor: Any, hashes: list[bytes], missing: list[int]) -> list[tuple[Any, ...]]:
    """Texts whose answer was lost, found by their number where only one can be meant."""
    cursor.execute(
        sql.LOST,
        {
            "hashes": [hashes[place] for place in missing],
            "places": [place + 1 for place in missing],
            "since": _since(),
        },
    )
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in cursor.fetchall():
        found[row[6]].append(row)
    return [rows[0] for rows in found.values() if len(rows) == 1]


def _reason(receipt: Receipt) -> Reason:
    if receipt.code in codes.GONE:
        return Reason.BOUNCE_HARD
    return Reason.BARRED if receipt.code in codes.BARRED else Reason.UNDELIVERED


def _report(
    cursor: Any, month: dt.date, items: list[tuple[int, Receipt]], known: dict[str, Stream]
) -> None:
    cursor.execute(
        sql.REPORT,
        {
            "month": month,
            "ids": [pk for pk, _one in items],
            "arrived": [one.arrived for _pk, one in items],
            "reasons": [str(_reason(one)) for _pk, one in items],
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


def _take_reply(gateway: str, reply: Reply) -> None:
    """Into the one box, tied to the last text that went there; a wish to hear no more is obeyed
    for the number at once, whoever has it.
    """
    hashed = number_hash(reply.number)
    with connection.cursor() as cursor:
        cursor.execute(sql.LAST_TEXT, {"hash": hashed, "since": _since()})
        stream, subject = cursor.fetchone() or ("", "")
    row = take_in(
        Arrival(
            channel=InboundChannel.SMS,
            unique=f"{gateway}:{reply.number}:{reply.at.isoformat()}:{reply.text}".encode(),
            source=gateway,
            kind=InboundKind.REPLY,
            recipient=reply.signature,
            address=reply.number,
            address_hash=hashed,
            text=reply.text,
            stream="" if stream.startswith(SINGLE) else stream,
            subject_ref=subject,
        )
    )
    if row is not None and row.kind == InboundKind.STOP:
        suppress(
            actor=SYSTEM,
            hashed=hashed,
            reason=SuppressionReason.UNSUBSCRIBE,
            detail=f"replied: {reply.text}"[:200],
        )
