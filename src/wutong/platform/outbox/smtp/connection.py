"""One connection: a small state machine over the replies it expects.

With PIPELINING (RFC 2920) MAIL, RCPT and DATA leave together, and a message's last bytes carry
the next recipient's commands behind the final dot, so a recipient costs one write and one read.
Without it every command waits for its reply.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from enum import Enum
from typing import TYPE_CHECKING

from wutong.platform.outbox.smtp.items import Outgoing, Result, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wutong.platform.outbox.smtp.items import WireLog
    from wutong.platform.outbox.smtp.session import Session

_READ = 8192
_HEARD = 64  # different replies whose reading is remembered: a server says few things
_REPLY_LIMIT = 65536
_OK = 200
_TEMPORARY = 400
_PERMANENT = 500
_GO_AHEAD = 354
_CLOSING = 421


class Awaiting(Enum):
    """Which command the next reply answers."""

    RESET = 1
    SENDER = 2
    RECIPIENT = 3
    DATA = 4
    FINAL = 5
    EMPTY = 6


class LostError(Exception):
    """The connection is of no more use; the text says why."""


class Connection:
    """Sends what ``take`` hands out and reports each through ``settle``."""

    def __init__(
        self,
        session: Session,
        *,
        take: Callable[[], Outgoing | None],
        settle: Callable[[Outgoing, Result], None],
        wire: WireLog,
    ) -> None:
        self._sock = session.sock
        self._pending: Callable[[], int] | None = getattr(session.sock, "pending", None)
        self._pipelining = session.pipelining
        self._eightbit = session.eightbit
        self._take = take
        self._settle = settle
        self._wire = wire
        self._expect: deque[tuple[Awaiting, Outgoing]] = deque()
        self._unread = b""
        self._dirty = False  # a transaction is open that must be reset before the next
        self._lines: list[bytes] = []
        self._heard: dict[bytes, tuple[int, str]] = {}
        self.taken = 0  # messages accepted on this connection
        self.since = time.monotonic()

    def fileno(self) -> int:
        return self._sock.fileno()

    @property
    def idle(self) -> bool:
        """Nothing is expected from the server."""
        return not self._expect

    @property
    def awaiting_final(self) -> bool:
        """The reply that comes next decides a message that has left."""
        return bool(self._expect) and self._expect[0][0] is Awaiting.FINAL

    def start(self) -> bool:
        """Begin with the next message, if there is one. Raises ``LostError``."""
        item = self._next()
        if item is None:
            return False
        self.since = time.monotonic()
        self._begin(item)
        return True

    def readable(self) -> None:
        """Read what has come and act on every whole reply. Raises ``LostError``."""
        try:
            data = self._sock.recv(_READ)
            if self._pending is not None:
                while self._pending():  # decrypted bytes that poll() cannot see
                    data += self._sock.recv(_READ)
        except OSError as error:
            raise LostError(str(error)) from error
        if not data:
            raise LostError("closed by the server")
        self.since = time.monotonic()
        *lines, self._unread = (self._unread + data).split(b"\n")
        for line in lines:
            self._line(line)
        if len(self._unread) > _REPLY_LIMIT or len(self._lines) > 100:
            raise LostError("a reply without end")

    def close(self) -> None:
        """Say goodbye when the line is quiet; close in any case."""
        with contextlib.suppress(OSError):
            if self.idle:
                self._sock.send(b"QUIT\r\n")
        self._sock.close()

    def abandon(self, why: str) -> None:
        """Report everything unfinished: what may have arrived is uncertain, the rest is not."""
        self._sock.close()
        waiting = {id(item): item for _kind, item in self._expect}
        self._expect.clear()
        for item in waiting.values():
            if item.dotted:
                self._settle(item, Result(Verdict.UNCERTAIN, why))
            elif item.failure is not None:
                self._settle(item, item.failure)
            else:
                self._settle(item, Result(Verdict.LOST, why))

    def _next(self) -> Outgoing | None:
        """The next message that can be composed; one that cannot is reported as refused."""
        while (item := self._take()) is not None:
            try:
                item.data = item.render(self._eightbit).data
            except ValueError as error:
                self._settle(item, Result(Verdict.REFUSED, f"cannot be composed: {error}"))
            else:
                return item
        return None

    def _line(self, line: bytes) -> None:
        heard = self._heard.get(line)
        if heard is not None and not self._lines:
            self._reply(*heard)
            return
        whole, line = line, line.rstrip(b"\r")
        if len(line) < 3 or not line[:3].isdigit():
            raise LostError(f"not a reply: {line[:60]!r}")
        if line[3:4] == b"-":
            self._lines.append(line)
            return
        code = int(line[:3])
        if self._lines:
            text = b" ".join([*self._lines, line])
            self._lines = []
            self._reply(code, _readable(text))
            return
        if len(self._heard) >= _HEARD:
            self._heard.clear()
        self._heard[whole] = code, _readable(line)
        self._reply(*self._heard[whole])

    def _reply(self, code: int, text: str) -> None:
        if not self._expect:
            raise LostError(text)
        kind, item = self._expect.popleft()
        if kind is Awaiting.FINAL:
            self._wire.answered(item.slot, code)
            item.dotted = False
            if code < _TEMPORARY:
                self.taken += 1
            self._settle(item, _result(code, text))
            if code == _CLOSING:
                raise LostError(text)
            if not self._expect:
                self.start()
            return
        if code == _CLOSING:
            self._expect.appendleft((kind, item))
            if self.taken == 0 and item.failure is None:
                item.failure = Result(Verdict.DEFERRED, text)
            raise LostError(text)
        self._envelope_reply(kind, item, code, text)

    def _envelope_reply(self, kind: Awaiting, item: Outgoing, code: int, text: str) -> None:
        if kind is Awaiting.DATA:
            self._data_reply(item, code, text)
        elif kind is Awaiting.EMPTY:
            self._settle(item, item.failure or _result(code, text))
            self.start()
        elif kind is not Awaiting.RESET:
            if code >= 300 and item.failure is None:
                item.failure = _result(code, text)
            if not self._pipelining:
                self._next_command(kind, item)
        elif not self._pipelining:
            self._command(Awaiting.SENDER, item)

    def _next_command(self, kind: Awaiting, item: Outgoing) -> None:
        """Without pipelining: the command that follows ``kind``, or give the message up."""
        if item.failure is not None:
            self._dirty = True
            self._settle(item, item.failure)
            self.start()
        elif kind is Awaiting.SENDER:
            self._command(Awaiting.RECIPIENT, item)
        else:
            self._command(Awaiting.DATA, item)

    def _data_reply(self, item: Outgoing, code: int, text: str) -> None:
        if code != _GO_AHEAD:
            self._dirty = True
            self._settle(item, item.failure or _result(code, text))
            self.start()
        elif item.failure is not None:
            # The server waits for a message although it refused the recipient (RFC 2920 3.1).
            self._write(b".\r\n")
            self._expect.append((Awaiting.EMPTY, item))
        else:
            self._content(item)

    def _send(self, pieces: Sequence[bytes]) -> int:
        """The pieces without joining them first, where the socket can (not under TLS)."""
        if len(pieces) == 1 or self._pending is not None:
            return self._sock.send(b"".join(pieces))
        return self._sock.sendmsg(pieces)

    def _begin(self, item: Outgoing) -> None:
        if self._pipelining:
            self._write(self._group(item))
        elif self._dirty:
            self._command(Awaiting.RESET, item)
        else:
            self._command(Awaiting.SENDER, item)

    def _group(self, item: Outgoing) -> bytes:
        """MAIL, RCPT and DATA in one piece, and what they make us expect."""
        expect = self._expect
        head = ""
        if self._dirty:
            self._dirty = False
            head = "RSET\r\n"
            expect.append((Awaiting.RESET, item))
        expect.append((Awaiting.SENDER, item))
        expect.append((Awaiting.RECIPIENT, item))
        expect.append((Awaiting.DATA, item))
        body = " BODY=8BITMIME" if self._eightbit else ""
        return (
            f"{head}MAIL FROM:<{item.mail_from}>{body}\r\nRCPT TO:<{item.rcpt_to}>\r\nDATA\r\n"
        ).encode("ascii")

    def _command(self, kind: Awaiting, item: Outgoing) -> None:
        body = " BODY=8BITMIME" if self._eightbit else ""
        words = {
            Awaiting.RESET: "RSET",
            Awaiting.SENDER: f"MAIL FROM:<{item.mail_from}>{body}",
            Awaiting.RECIPIENT: f"RCPT TO:<{item.rcpt_to}>",
            Awaiting.DATA: "DATA",
        }
        if kind is Awaiting.RESET:
            self._dirty = False
        self._expect.append((kind, item))
        self._write(f"{words[kind]}\r\n".encode("ascii"))

    def _content(self, item: Outgoing) -> None:
        """The message and its final dot; with pipelining, the next recipient's commands too."""
        data, item.data = item.data, b""
        self._expect.append((Awaiting.FINAL, item))
        after = b""
        if self._pipelining and (following := self._next()) is not None:
            after = self._group(following)
        self._wire.dotting(item.slot)
        item.dotted = True
        self._write(data, b".\r\n", after, dot=len(data) + 3, item=item)

    def _write(self, *pieces: bytes, dot: int = 0, item: Outgoing | None = None) -> None:
        sent = 0
        try:
            sent = self._send(pieces)
            if sent < sum(map(len, pieces)):
                data = memoryview(b"".join(pieces))
                while sent < len(data):
                    sent += self._sock.send(data[sent:])
        except OSError as error:
            if item is not None and sent < dot:
                item.dotted = False
                self._wire.undotted(item.slot)
            raise LostError(str(error)) from error


def _readable(text: bytes) -> str:
    return text.decode("utf-8", "replace")[:500]


def _result(code: int, text: str) -> Result:
    if _OK <= code < 300:
        return Result(Verdict.ACCEPTED, text)
    if code >= _PERMANENT:
        return Result(Verdict.REFUSED, text)
    return Result(Verdict.DEFERRED, text)
