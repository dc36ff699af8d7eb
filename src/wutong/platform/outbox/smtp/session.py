"""Opening a session: the standard library greets, encrypts and signs in; then we take the wire."""

from __future__ import annotations

import smtplib
import socket
import ssl
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wutong.platform.outbox.smtp.settings import SmtpConfig

_BUFFER = 1 << 20


class UnreachableError(Exception):
    """No session could be opened; the text is the server's or the system's."""


@dataclass(frozen=True)
class Session:
    """A greeted connection and what the server said it can do."""

    sock: socket.socket
    pipelining: bool
    eightbit: bool


def open_session(config: SmtpConfig) -> Session:
    """Connect, EHLO, STARTTLS and log in as configured. Raises ``UnreachableError``."""
    client: smtplib.SMTP | None = None
    try:
        if config.tls == "tls":
            client = smtplib.SMTP_SSL(
                config.host,
                config.port,
                local_hostname=config.local_name or None,
                timeout=config.timeout,
                context=ssl.create_default_context(),
            )
        else:
            client = smtplib.SMTP(
                config.host,
                config.port,
                local_hostname=config.local_name or None,
                timeout=config.timeout,
            )
        client.ehlo_or_helo_if_needed()
        if config.tls == "starttls":
            client.starttls(context=ssl.create_default_context())
            client.ehlo()
        if config.user:
            client.login(config.user, config.password)
    except (OSError, smtplib.SMTPException) as error:
        if client is not None:
            client.close()
        raise UnreachableError(str(error)) from error
    return _take_over(client, config)


def _take_over(client: smtplib.SMTP, config: SmtpConfig) -> Session:
    sock = client.sock
    if not isinstance(sock, socket.socket):  # pragma: no cover - smtplib connected above
        raise UnreachableError(config.host)
    client.sock = None
    if client.file is not None:
        client.file.close()
        client.file = None
    # A blocking socket whose timeouts the kernel keeps: no extra poll() before every call.
    sock.settimeout(None)
    seconds = struct.pack("ll", int(config.timeout), int(config.timeout % 1 * 1_000_000))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, seconds)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, seconds)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Session(
        sock=sock,
        pipelining=config.pipelining and client.has_extn("pipelining"),
        eightbit=client.has_extn("8bitmime"),
    )
