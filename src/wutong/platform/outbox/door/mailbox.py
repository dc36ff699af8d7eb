"""Reading the mailbox that returned mail and answers go to, over IMAP or POP3.

``OUTBOX_MAILBOX`` is an address like ``imaps://user:password@mail.example.edu/INBOX`` (or imap,
pop3, pop3s). A message is taken from the server only after it is kept here; a message seen twice
is known by its digest. So neither a crash nor a lost connection loses or doubles one.
"""

from __future__ import annotations

import imaplib
import poplib
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import structlog
from django.conf import settings

from wutong.platform.outbox.services.inbound import SIZE_LIMIT, receive_mail

if TYPE_CHECKING:
    from collections.abc import Iterator

log = structlog.get_logger(__name__)

AT_ONCE = 500
TIMEOUT = 30.0
PORTS = {"imap": 143, "imaps": 993, "pop3": 110, "pop3s": 995}


@dataclass(frozen=True)
class Mailbox:
    """Where and how; ``keep`` leaves what was read on the server (IMAP only, marked as seen)."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str
    keep: bool = False

    @classmethod
    def parse(cls, address: str, *, keep: bool = False) -> Mailbox:
        """``ValueError`` for anything that is not such an address."""
        parts = urlsplit(address)
        if parts.scheme not in PORTS or not parts.hostname or not parts.username:
            message = "OUTBOX_MAILBOX must look like imaps://user:password@host/INBOX"
            raise ValueError(message)
        return cls(
            parts.scheme,
            parts.hostname,
            parts.port or PORTS[parts.scheme],
            unquote(parts.username),
            unquote(parts.password or ""),
            unquote(parts.path.strip("/")) or "INBOX",
            keep,
        )


def read_mailbox() -> int:
    """Take in what lies in the mailbox; how many. Nothing is done where none is set."""
    if not settings.OUTBOX_MAILBOX:
        return 0
    box = Mailbox.parse(settings.OUTBOX_MAILBOX, keep=settings.OUTBOX_MAILBOX_KEEP)
    fetch = _over_imap if box.scheme.startswith("imap") else _over_pop
    count = 0
    for raw in fetch(box):
        receive_mail(raw=raw, source="mailbox")
        count += 1
    if count:
        log.info("outbox_mailbox_read", messages=count)
    return count


def _over_imap(box: Mailbox) -> Iterator[bytes]:
    """Unseen messages, one by one; each is done with when the next is asked for."""
    client = (
        imaplib.IMAP4_SSL(
            box.host, box.port, timeout=TIMEOUT, ssl_context=ssl.create_default_context()
        )
        if box.scheme == "imaps"
        else imaplib.IMAP4(box.host, box.port, timeout=TIMEOUT)
    )
    with client:
        client.login(box.user, box.password)
        client.select(f'"{box.folder}"')
        _kind, found = client.uid("SEARCH", "UNSEEN" if box.keep else "ALL")
        done = "(\\Seen)" if box.keep else "(\\Seen \\Deleted)"
        for uid in (found[0] or b"").split()[:AT_ONCE]:
            _kind, parts = client.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{SIZE_LIMIT}>)")
            raw = next((part[1] for part in parts or [] if isinstance(part, tuple)), None)
            if isinstance(raw, bytes):
                yield raw
            client.uid("STORE", uid.decode(), "+FLAGS", done)
        if not box.keep:
            client.expunge()


def _over_pop(box: Mailbox) -> Iterator[bytes]:
    """All messages; those taken in are deleted when the session ends in order."""
    client = (
        poplib.POP3_SSL(box.host, box.port, timeout=TIMEOUT, context=ssl.create_default_context())
        if box.scheme == "pop3s"
        else poplib.POP3(box.host, box.port, timeout=TIMEOUT)
    )
    try:
        client.user(box.user)
        client.pass_(box.password)
        count, _size = client.stat()
        for number in range(1, min(count, AT_ONCE) + 1):
            _answer, lines, _octets = client.retr(number)
            yield b"\r\n".join(lines) + b"\r\n"
            client.dele(number)
    finally:
        client.quit()
