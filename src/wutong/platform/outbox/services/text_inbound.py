"""What gateways and WeChat push to us: kept first, then understood, then acted on, once."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models.functions import Now

from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.outbox.enums import InboundChannel, InboundKind, SuppressionReason
from wutong.platform.outbox.keys import SINGLE
from wutong.platform.outbox.models import TextPush
from wutong.platform.outbox.services.fan_inbound import act_on_event
from wutong.platform.outbox.services.inbox import take_in
from wutong.platform.outbox.services.receipts import since, take_receipts
from wutong.platform.outbox.services.suppressions import suppress
from wutong.platform.outbox.sms import sql
from wutong.platform.outbox.sms.gateways import readers_of
from wutong.platform.outbox.sms.numbers import number_hash
from wutong.platform.outbox.values import Arrival
from wutong.platform.outbox.wechat import xml
from wutong.platform.outbox.wechat.account import CODE

if TYPE_CHECKING:
    from collections.abc import Callable

    from wutong.platform.outbox.sms.values import Reply

EARLY = "early"
PATIENCE = timedelta(hours=2)
SYSTEM = Actor.system("sms")


def take_push(*, gateway: str, what: str, raw: bytes) -> str:
    """Keep what a carrier pushed (``receipts``, ``replies``, WeChat's ``events``) and act on it;
    the verdict.

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
    try:
        count, act = _understood(kept)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return _done(kept, "unknown", f"{type(error).__name__}: {error}", keep=True)
    with transaction.atomic():
        fresh = TextPush.objects.select_for_update().get(pk=kept.pk)
        if fresh.handled_at is not None:
            return fresh.verdict
        missing = act()
        if missing:
            detail = f"{missing} of {count}"
            TextPush.objects.filter(pk=kept.pk).update(verdict=EARLY, detail=detail)
            if fresh.received_at and fresh.received_at > clock.now() - PATIENCE / 2:
                return EARLY
            return _done(kept, "unmatched", detail, keep=True)
        return _done(kept, "taken", str(count), keep=False)


def _understood(kept: TextPush) -> tuple[int, Callable[[], int]]:
    """How many things a push says, and what acts on them: how many receipts name no message of
    ours (yet).
    """
    raw = bytes(kept.raw)
    if kept.gateway == CODE:
        event = xml.read(raw)
        return 1, lambda: act_on_event(event)
    receipts_of, replies_of, _well = readers_of(kept.gateway)
    said: Any = json.loads(raw)
    if kept.what == "receipts":
        receipts = receipts_of(said)
        return len(receipts), lambda: take_receipts(receipts, hash_of=number_hash)
    replies = replies_of(said) if kept.what == "replies" else []

    def take() -> int:
        for reply in replies:
            _take_reply(kept.gateway, reply)
        return 0

    return len(replies), take


def _done(kept: TextPush, verdict: str, detail: str, *, keep: bool) -> str:
    """What was acted on is kept as its digest: numbers and words are in their own rows."""
    changes: dict[str, Any] = {} if keep else {"raw": b""}
    TextPush.objects.filter(pk=kept.pk).update(
        verdict=verdict, detail=detail[:500], handled_at=Now(), **changes
    )
    return verdict


def _take_reply(gateway: str, reply: Reply) -> None:
    """Into the one box, tied to the last text that went there; a wish to hear no more is obeyed
    for the number at once, whoever has it.
    """
    hashed = number_hash(reply.number)
    with connection.cursor() as cursor:
        cursor.execute(sql.LAST_TEXT, {"hash": hashed, "since": since()})
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
