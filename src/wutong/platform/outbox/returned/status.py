"""Delivery status notifications (RFC 3464) and their codes (RFC 3463)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from wutong.platform.outbox.codes import dead_by_words, enhanced_code, is_hard

logging.getLogger("flufl.bounce").setLevel(logging.WARNING)  # it names every detector it tries

FAILURE = "5.0.0"
PASSED = frozenset({"delayed", "relayed", "expanded", "delivered"})


@dataclass(frozen=True)
class Status:
    """``action`` is ``failed`` or ``delayed``; ``recipient`` as the report has it."""

    action: str
    status: str = ""
    diagnostic: str = ""
    recipient: str = ""

    @property
    def hard(self) -> bool:
        """The mailbox or its domain is not there."""
        return is_hard(self.status) or (
            self.status.endswith(".0.0") and dead_by_words(self.diagnostic)
        )


def _address(value: object) -> str:
    """``rfc822; somebody@example.org`` without its type."""
    return str(value or "").rpartition(";")[2].strip().strip("<>")[:320]


def status_report(message: Message) -> Status | None:
    """What the machine-readable part says; a failed recipient before one that is only delayed."""
    passed: Status | None = None
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if not isinstance(block, Message):
                continue
            action = str(block.get("Action", "")).strip().lower()
            diagnostic = " ".join(str(block.get("Diagnostic-Code", "")).split())
            status = enhanced_code(str(block.get("Status", "")))
            if status.endswith(".0.0") or not status:
                status = enhanced_code(diagnostic) or status
            who = _address(block.get("Original-Recipient") or block.get("Final-Recipient"))
            if action == "failed":
                return Status("failed", status or FAILURE, diagnostic, who)
            if action in PASSED and passed is None:
                passed = Status("delayed", status, diagnostic, who)
    return passed


def worded_report(message: Message) -> Status | None:
    """Notices of the older kinds, known by their wording."""
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # noqa: BLE001 - a detector stumbled over what a stranger sent
        return None
    if permanent:
        who = next(iter(permanent)).decode("ascii", "replace")
        text = _plain(message)
        status = enhanced_code(text) or FAILURE
        return Status("failed", status, _telling_line(text), who)
    return Status("delayed") if temporary else None


def _plain(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload.decode("utf-8", "replace")[:20_000]
    return ""


def _telling_line(text: str) -> str:
    """The line that says why, for whoever reads it later."""
    for line in text.splitlines():
        if enhanced_code(line) or dead_by_words(line):
            return " ".join(line.split())[:300]
    return "recognised by its wording"
