"""One returned mail: what kind it is, whom it is about, what its writer said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from html import unescape
from typing import TYPE_CHECKING

from wutong.platform.outbox.enums import InboundKind
from wutong.platform.outbox.returned.paths import delivery_named
from wutong.platform.outbox.returned.status import Status, status_report, worded_report

if TYPE_CHECKING:
    from wutong.platform.outbox.values import DeliveryRef

_ENVELOPE = ("X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc")
_THREAD = ("In-Reply-To", "References")
_AUTO_SUBJECT = re.compile(
    r"^(?:re:\s*|回复[:：]\s*)?(?:auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|"
    r"\[?自动(?:回复|答复)|away from|vacation|您好[，,]?我已收到)",
    re.IGNORECASE,
)
_AUTO_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "X-AutoReply-From")
_AUTO_PRECEDENCE = frozenset({"auto_reply", "bulk", "junk", "list"})
_DAEMON = re.compile(r"^(?:mailer-daemon|postmaster|mail-?daemon|postman)@", re.IGNORECASE)
_HIDDEN = re.compile(r"<(style|script|head)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/h\d|/li)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,2000}>")
TEXT_LIMIT = 20_000


@dataclass(frozen=True)
class Reading:
    """What a mail says. ``address`` is its writer's, or the one a report is about."""

    kind: InboundKind
    delivery: DeliveryRef | None = None
    address: str = ""
    name: str = ""
    subject: str = ""
    text: str = ""
    status: Status | None = None


def read_mail(raw: bytes, recipient: str = "") -> Reading:
    """Understand a mail; ``recipient`` is the envelope recipient where it is known."""
    message = message_from_bytes(raw)
    envelope = [recipient, *_values(message, *_ENVELOPE)]
    thread = _values(message, *_THREAD)
    source = raw.decode("latin-1")
    reported = _complaint(message, source, envelope) or _returned(message, source, envelope)
    if reported is not None:
        return reported
    name, address = parseaddr(_decoded(message.get("From")))
    return Reading(
        kind=_human_or_not(message, address, raw),
        delivery=delivery_named([*envelope, *thread]),
        address=address[:320],
        name=name[:200],
        subject=_decoded(message.get("Subject"))[:300],
        text=_words(message),
    )


def _complaint(message: Message, source: str, envelope: list[str]) -> Reading | None:
    """An abuse report (RFC 5965); providers strike out the address, so our own name decides."""
    for part in message.walk():
        if part.get_content_type() != "message/feedback-report":
            continue
        blocks = part.get_payload()
        fields = blocks[0] if isinstance(blocks, list) and blocks else message_from_bytes(
            part.get_payload(decode=True) or b""  # type: ignore[arg-type]
        )  # fmt: skip
        if not isinstance(fields, Message):
            fields = Message()
        kind = str(fields.get("Feedback-Type", "abuse")).strip().lower()
        wanted = {"abuse", "fraud", "virus", "other", "opt-out", "opt-out-list", ""}
        return Reading(
            kind=InboundKind.COMPLAINT if kind in wanted else InboundKind.AUTO,
            delivery=delivery_named([*envelope, source]),
            address=parseaddr(str(fields.get("Original-Rcpt-To", "")))[1][:320],
            subject=_decoded(message.get("Subject"))[:300],
            text=kind,
        )
    return None


def _returned(message: Message, source: str, envelope: list[str]) -> Reading | None:
    """A delivery status notification, of the standard or of the older kinds."""
    status = status_report(message)
    if status is None and _from_a_daemon(message):
        status = worded_report(message)
    if status is None:
        return None
    kind = InboundKind.DELAYED
    if status.action == "failed":
        kind = InboundKind.BOUNCE_HARD if status.hard else InboundKind.BOUNCE_SOFT
    return Reading(
        kind=kind,
        delivery=delivery_named([*envelope, source]),
        address=status.recipient,
        subject=_decoded(message.get("Subject"))[:300],
        text=f"{status.status} {status.diagnostic}".strip(),
        status=status,
    )


def _from_a_daemon(message: Message) -> bool:
    """Whether a mail may be a notice at all: an answer that quotes one is not."""
    writer = parseaddr(_decoded(message.get("From")))[1]
    null = str(message.get("Return-Path", "")).strip() == "<>"
    submitted = str(message.get("Auto-Submitted", "no")).strip().lower()
    automatic = not submitted.startswith("no") and not message.get("In-Reply-To")
    return null or not writer or automatic or bool(_DAEMON.match(writer))


def _human_or_not(message: Message, address: str, raw: bytes) -> InboundKind:
    """RFC 3834: what a machine wrote is never answered and never counts as somebody's word."""
    submitted = str(message.get("Auto-Submitted", "no")).strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    automatic = (
        not submitted.startswith("no")
        or precedence in _AUTO_PRECEDENCE
        or any(message.get(name) for name in _AUTO_HEADERS)
        or bool(message.get("List-Id"))
        or str(message.get("Return-Path", "")).strip() == "<>"
        or bool(_AUTO_SUBJECT.match(_decoded(message.get("Subject"))))
    )
    if automatic:
        return InboundKind.AUTO
    if not address or _DAEMON.match(address) or b"\x00" in raw[:2000]:
        return InboundKind.UNKNOWN
    return InboundKind.REPLY


def _values(message: Message, *names: str) -> list[str]:
    return [str(value) for name in names for value in message.get_all(name, [])]


def _decoded(value: object) -> str:
    """A header in clear, on one line."""
    text = " ".join(str(value or "").split())
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, ValueError):
        return text


def _words(message: Message) -> str:
    """The text a person wrote: the plain part, or the HTML part without its tags."""
    html = ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind not in {"text/plain", "text/html"} or part.get_filename():
            continue
        text = _part_text(part)
        if kind == "text/plain" and text.strip():
            return text[:TEXT_LIMIT]
        html = html or text
    plain = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", html)))
    lines = (" ".join(line.split()) for line in unescape(plain).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:TEXT_LIMIT]


def _part_text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    if charset in {"gb2312", "gbk"}:
        charset = "gb18030"
    try:
        return payload.decode(charset, "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")
