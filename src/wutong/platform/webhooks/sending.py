"""One message, one connection, no redirects: to the address that was judged and to no other."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.kernel.errors import WutongError
from wutong.platform.webhooks.guard import target_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.platform.webhooks.guard import Target

CONNECT_SECONDS = 5
ANSWER_SECONDS = 15


@dataclass(frozen=True)
class Answer:
    """How it went: the HTTP status, 0 without one; what was wrong; how long it took."""

    status: int
    error: str
    milliseconds: int

    @property
    def taken(self) -> bool:
        """Whether the receiver has it."""
        return 200 <= self.status < 300


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send; every way it can go wrong is an answer."""
    began = time.monotonic()
    try:
        status, error = _exchange(target_of(url), body, headers), ""
    except WutongError as refused:
        status, error = 0, refused.code
    except ssl.SSLError as broken:
        status, error = 0, f"TLS: {broken.reason or 'failed'}"
    except TimeoutError:
        status, error = 0, "no answer in time"
    except (OSError, http.client.HTTPException) as broken:
        status, error = 0, type(broken).__name__
    return Answer(status, error, round((time.monotonic() - began) * 1000))


def _exchange(target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    connection = http.client.HTTPConnection(target.host, target.port, timeout=ANSWER_SECONDS)
    connection.sock = _connected(target)
    try:
        connection.request(
            "POST",
            target.path,
            body,
            {
                "content-type": "application/json; charset=utf-8",
                "user-agent": "Wutong-Webhooks/1",
                "connection": "close",
                **headers,
            },
        )
        return connection.getresponse().status
    finally:
        connection.close()


def _connected(target: Target) -> socket.socket:
    plain = socket.create_connection((target.ip, target.port), CONNECT_SECONDS)
    plain.settimeout(ANSWER_SECONDS)
    if target.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
    except BaseException:
        plain.close()
        raise
