"""Mail that comes back: kept first, then understood, then acted on, once.

Only delivery status notifications (RFC 3464) and what ``flufl.bounce`` knows of the older kinds
are acted on. Anything else is kept with the verdict ``unknown`` for a person.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from django.db import transaction
from django.db.models.functions import Now
from flufl.bounce import all_failures

from wutong.kernel.actors import Actor
from wutong.platform.outbox.codes import enhanced_code
from wutong.platform.outbox.keys import BOUNCE_PURPOSE
from wutong.platform.outbox.models import InboundMessage
from wutong.platform.outbox.services.bounces import record_bounce
from wutong.platform.outbox.tokens import read_delivery_token

SIZE_LIMIT = 5_000_000
_RETURN_PATH = re.compile(r"bounce\+([0-9a-f]{32})@", re.IGNORECASE)
_RECIPIENT_HEADERS = ("X-Original-To", "Delivered-To", "To", "Cc")
_UNKNOWN_FAILURE = "5.0.0"


@dataclass(frozen=True)
class Report:
    """What a notification says: ``failed``, ``delayed``, ``reply`` or ``unknown``."""

    action: str
    status: str = ""
    diagnostic: str = ""


def _status_report(message: Message) -> Report | None:
    """What the machine-readable part says (RFC 3464), if there is one."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if not isinstance(block, Message):
                continue
            action = str(block.get("Action", "")).strip().lower()
            status = enhanced_code(str(block.get("Status", "")))
            diagnostic = " ".join(str(block.get("Diagnostic-Code", "")).split())
            if action == "failed":
                return Report("failed", status or _UNKNOWN_FAILURE, diagnostic)
            if action in {"delayed", "relayed", "expanded", "delivered"}:
                return Report("delayed", status, diagnostic)
    return None


def read_report(message: Message) -> Report:
    """Understand a returned message; never raises."""
    found = _status_report(message)
    if found is not None:
        return found
    if str(message.get("Auto-Submitted", "")).lower().startswith("auto-replied"):
        return Report("reply")
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # noqa: BLE001 - a detector stumbled over what a stranger sent
        return Report("unknown")
    if permanent:
        return Report("failed", _UNKNOWN_FAILURE, "recognised by its wording")
    if temporary:
        return Report("delayed")
    return Report("unknown")


def receive_mail(*, raw: bytes, recipient: str = "") -> str:
    """Keep and handle one message from the mail server; the verdict.

    ``recipient`` is the envelope recipient where the server gives it. The same message twice is
    ``repeated`` and does nothing. Verdicts: bounced, already, delayed, reply, unknown, repeated.
    """
    raw = raw[:SIZE_LIMIT]
    digest = hashlib.sha256(recipient.encode() + b"\0" + raw).digest()
    kept, created = InboundMessage.objects.get_or_create(
        digest=digest, defaults={"raw": raw, "recipient": recipient[:320]}
    )
    if not created and kept.handled_at is not None:
        return "repeated"
    message = message_from_bytes(raw)
    verdict, detail = _handle(message, recipient)
    InboundMessage.objects.filter(pk=kept.pk).update(
        verdict=verdict, detail=detail[:500], handled_at=Now()
    )
    return verdict


@transaction.atomic
def _handle(message: Message, recipient: str) -> tuple[str, str]:
    report = read_report(message)
    if report.action != "failed":
        return report.action, report.diagnostic
    candidates = [recipient]
    for name in _RECIPIENT_HEADERS:
        candidates += [str(value) for value in message.get_all(name, [])]
    for candidate in candidates:
        for token in _RETURN_PATH.findall(candidate):
            delivery = read_delivery_token(BOUNCE_PURPOSE, token)
            if delivery is None:
                continue
            done = record_bounce(
                actor=Actor.system("inbound"),
                delivery=delivery,
                status=report.status,
                diagnostic=report.diagnostic,
            )
            return ("bounced" if done else "already"), f"{report.status} {report.diagnostic}"
    return "unknown", f"no return path of ours: {report.status} {report.diagnostic}"
