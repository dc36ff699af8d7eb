"""The SMTP side: asyncio, PIPELINING, 8BITMIME, SMTPUTF8; mails are stored in batches."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, cast

from wutong.devtools.catcher.store import Envelope

if TYPE_CHECKING:
    from collections.abc import Callable

    from wutong.devtools.catcher.store import Store

MESSAGE_LIMIT = 30_000_000
_LINE_LIMIT = 4096
_EHLO = (
    b"250-catcher\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n"
    b"250-ENHANCEDSTATUSCODES\r\n250 SIZE 30000000\r\n"
)
_FLUSH_SECONDS = 0.05
_FLUSH_COUNT = 500


class Collector:
    """Gathers what the connections take and stores it in the background."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[Envelope] = []
        self._wake = asyncio.Event()

    def add(self, mail: Envelope) -> None:
        self._waiting.append(mail)
        self._wake.set()

    async def run(self) -> None:
        """Store until cancelled, then once more."""
        try:
            while True:
                await self._wake.wait()
                if len(self._waiting) < _FLUSH_COUNT:
                    await asyncio.sleep(_FLUSH_SECONDS)
                await self._flush()
        finally:
            if self._waiting:
                self._store.add(self._waiting)

    async def _flush(self) -> None:
        self._wake.clear()
        mails, self._waiting = self._waiting, []
        if mails:
            await asyncio.to_thread(self._store.add, mails)


class CatcherProtocol(asyncio.Protocol):
    """One connection."""

    def __init__(self, caught: Callable[[Envelope], None]) -> None:
        self._caught = caught
        self._buffer = bytearray()
        self._searched = 0
        self._in_content = False
        self._reset()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(b"220 catcher ESMTP Wutong\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        answers: list[bytes] = []
        while self._content(answers) if self._in_content else self._line(answers):
            pass
        if answers:
            self._transport.write(b"".join(answers))
        if self._closing:
            self._transport.close()

    def _reset(self) -> None:
        self._sender = ""
        self._recipients: list[str] = []
        self._closing = False

    def _line(self, answers: list[bytes]) -> bool:
        """Act on one command when its line is whole."""
        end = self._buffer.find(b"\n")
        if end < 0 or self._closing:
            if len(self._buffer) > _LINE_LIMIT:
                answers.append(b"500 5.5.2 Line too long\r\n")
                self._closing = True
            return False
        line = bytes(self._buffer[:end]).rstrip(b"\r").decode("utf-8", "replace")
        del self._buffer[: end + 1]
        verb, _space, rest = line.partition(" ")
        answers.append(self._answer(verb.upper(), rest))
        return not self._closing

    def _answer(self, verb: str, rest: str) -> bytes:
        if verb == "MAIL":
            self._reset()
            self._sender = _address(rest)
        elif verb == "RCPT":
            self._recipients.append(_address(rest))
        elif verb == "DATA":
            if not self._recipients:
                return b"503 5.5.1 Name a recipient first\r\n"
            self._in_content = True
            self._searched = 0
            return b"354 End with a dot on a line of its own\r\n"
        elif verb == "EHLO":
            return _EHLO
        elif verb == "QUIT":
            self._closing = True
            return b"221 2.0.0 Bye\r\n"
        elif verb == "RSET":
            self._reset()
        elif verb not in {"HELO", "NOOP"}:
            return b"502 5.5.1 Not known here\r\n"
        return b"250 2.0.0 Ok\r\n"

    def _content(self, answers: list[bytes]) -> bool:
        """Take the message when it is whole."""
        buffer = self._buffer
        if buffer.startswith(b".\r\n"):
            end, skip = 0, 3
        else:
            end = buffer.find(b"\r\n.\r\n", self._searched)
            skip = 5
        if end < 0:
            self._searched = max(len(buffer) - 4, 0)
            if len(buffer) > MESSAGE_LIMIT:
                answers.append(b"552 5.3.4 Too large\r\n")
                self._closing = True
            return False
        raw = bytes(buffer[: end + 2 if end else 0]).replace(b"\r\n..", b"\r\n.")
        if raw.startswith(b".."):
            raw = raw[1:]
        del buffer[: end + skip]
        self._in_content = False
        self._caught(Envelope(self._sender, tuple(self._recipients), raw))
        self._reset()
        answers.append(b"250 2.0.0 Caught\r\n")
        return True


def _address(rest: str) -> str:
    start, end = rest.find("<"), rest.find(">")
    if 0 <= start < end:
        return rest[start + 1 : end]
    return rest.partition(":")[2].split(" ")[0]


async def serve(store: Store, host: str, port: int, ready: Callable[[int], None]) -> None:
    """Listen until cancelled; ``ready`` is told the port."""
    collector = Collector(store)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: CatcherProtocol(collector.add), host, port)
    ready(server.sockets[0].getsockname()[1])
    storing = asyncio.create_task(collector.run())
    try:
        await server.serve_forever()
    finally:
        storing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await storing
