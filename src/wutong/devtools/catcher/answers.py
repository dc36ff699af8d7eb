"""What the world sends back to a mail, at a click: returned mail, complaints, answers.

Written as real mail servers and mail programs write it, and handed over at the house's own signed
door, so that everything behind the door does what it does in earnest.
"""

from __future__ import annotations

import hmac
import time
import urllib.request
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import formatdate, make_msgid, parseaddr
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from wutong.devtools.catcher.store import Caught

TIMEOUT = 10.0

KINDS: dict[str, _StrOrPromise] = {
    "reply": _("Answer it"),
    "stop": _("Answer “unsubscribe”"),
    "away": _("Out of office"),
    "hard": _("Mailbox does not exist"),
    "full": _("Mailbox is full"),
    "complaint": _("Marked as spam"),
}

_REPORT = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@{host}>
To: {to}
Subject: Undelivered Mail Returned to Sender
Date: {date}
Message-ID: {id}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="{mark}"

--{mark}
Content-Type: text/plain; charset=us-ascii

Your message to <{reader}> could not be delivered.
{diagnostic}

--{mark}
Content-Type: message/delivery-status

Reporting-MTA: dns; {host}

Final-Recipient: rfc822; {reader}
Action: failed
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--{mark}
Content-Type: text/rfc822-headers

{headers}
--{mark}--
"""
_COMPLAINT = """\
From: Feedback <fbl@{host}>
To: {to}
Subject: Complaint about a message from you
Date: {date}
Message-ID: {id}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="{mark}"

--{mark}
Content-Type: text/plain; charset=us-ascii

This is an email abuse report for a message received from you.

--{mark}
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Catcher/1.0
Version: 1
Original-Mail-From: <{to}>

--{mark}
Content-Type: text/rfc822-headers

{headers}
--{mark}--
"""


@dataclass(frozen=True)
class Door:
    """Where returned mail is handed over, and the secret that signs it."""

    url: str
    secret: str

    def hand_over(self, raw: bytes, recipient: str) -> str:
        """The verdict's JSON; ``OSError`` when the house does not take it."""
        moment = int(time.time())
        content = f"{moment}.{recipient}.".encode() + raw
        seal = hmac.digest(self.secret.encode(), content, sha256).hex()
        request = urllib.request.Request(  # noqa: S310 - our own address on this machine
            self.url,
            data=raw,
            method="POST",
            headers={
                "Content-Type": "message/rfc822",
                "Wutong-Recipient": recipient,
                "Wutong-Signature": f"t={moment},v1={seal}",
            },
        )
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
            return str(answer.read(10_000).decode("utf-8", "replace"))


def answer_to(mail: Caught, raw: bytes, kind: str, text: str) -> tuple[bytes, str]:
    """(the message that comes back, its envelope recipient)."""
    message = message_from_bytes(raw, policy=policy.default)
    reader = mail.envelope_to.partition(",")[0].strip()
    if kind in {"hard", "full", "complaint"}:
        return _machine(kind, message, mail, reader), mail.envelope_from
    chinese = "zh" in str(message.get("Content-Language", "zh")).lower()
    back = EmailMessage(policy=policy.SMTP)
    name = parseaddr(str(message.get("To", "")))[0]
    back["From"] = f"{name} <{reader}>" if name.isascii() and name else reader
    to = parseaddr(str(message.get("Reply-To") or message.get("From") or ""))[1]
    back["To"] = to
    back["Date"] = formatdate(localtime=True)
    back["Message-ID"] = make_msgid(domain=reader.rpartition("@")[2] or "catcher.test")
    if asked := str(message.get("Message-ID", "")).strip():
        back["In-Reply-To"] = back["References"] = asked
    subject = " ".join(str(message.get("Subject", "")).split())
    if kind == "away":
        back["Auto-Submitted"] = "auto-replied"
        back["Subject"] = f"自动回复：{subject}" if chinese else f"Out of office: {subject}"
        words = "我正在休假，回来后回复您。" if chinese else "I am away and will answer later."
    elif kind == "stop":
        back["Subject"] = f"Re: {subject}"
        words = "退订" if chinese else "unsubscribe"
    else:
        back["Subject"] = f"Re: {subject}"
        thanks = "谢谢老师惦记，祝母校越来越好！" if chinese else "Thank you for thinking of me."
        words = text.strip() or thanks
    back.set_content(words + "\n", charset="utf-8")
    return back.as_bytes(), to


def _machine(kind: str, message: Message, mail: Caught, reader: str) -> bytes:
    kept = ("Return-Path", "Message-ID", "Subject", "From", "Date", "Feedback-ID")
    headers = [f"{name}: {' '.join(str(message[name]).split())}" for name in kept if message[name]]
    full = kind == "full"
    form = _COMPLAINT if kind == "complaint" else _REPORT
    written = form.format(
        host=reader.rpartition("@")[2] or "catcher.test",
        to=mail.envelope_from,
        reader=reader,
        date=formatdate(localtime=True),
        id=make_msgid(domain="catcher.test"),
        mark=f"=_{uuid4().hex}",
        status="4.2.2" if full else "5.1.1",
        diagnostic="452 4.2.2 mailbox full" if full else "550 5.1.1 no such user here",
        headers="\n".join(headers),
    )
    return written.replace("\n", "\r\n").encode("utf-8", "replace")
