"""Several connections in one thread, served as their replies come."""

from __future__ import annotations

import select
import time
from typing import TYPE_CHECKING

from wutong.platform.outbox.smtp.connection import Connection, LostError
from wutong.platform.outbox.smtp.items import NoWireLog, Outgoing, Result, Verdict, WireLog
from wutong.platform.outbox.smtp.session import UnreachableError, open_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from wutong.platform.outbox.smtp.settings import SmtpConfig

_PATIENCE = 3  # sessions in a row that may fail before we stop asking
_TICK_MS = 500


class Transport:
    """Sends messages over up to ``config.connections`` sessions, kept open between runs."""

    def __init__(self, config: SmtpConfig, wire: WireLog | None = None) -> None:
        self._config = config
        self._wire = wire or NoWireLog()
        self._open: dict[int, Connection] = {}
        self._poll = select.poll()
        self._failures = 0
        self._source: Callable[[], Outgoing | None] = lambda: None
        self._sink: Callable[[Outgoing, Result], None] = lambda _item, _result: None
        self._spare: list[Outgoing] = []
        self._exhausted = False
        self.trouble = ""

    def run(
        self,
        source: Callable[[], Outgoing | None],
        sink: Callable[[Outgoing, Result], None],
    ) -> bool:
        """Send everything ``source`` hands out (None ends it); each result goes to ``sink``.

        False when the server could not be reached and ``source`` may still have messages.
        """
        self._source, self._sink = source, sink
        self._failures = 0
        self._exhausted = False
        self.trouble = ""
        while self._start_idle():
            self._serve()
        for item in self._spare:
            sink(item, Result(Verdict.RETURNED, self.trouble))
        self._spare.clear()
        return self._exhausted

    def close(self) -> None:
        """End every session."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def _take(self) -> Outgoing | None:
        if self._spare:
            return self._spare.pop()
        item = self._source()
        self._exhausted = item is None
        return item

    def _start_idle(self) -> bool:
        """Give every idle or new connection a message; False when nothing is left to do."""
        for connection in list(self._open.values()):
            if connection.idle:
                self._begin(connection)
        while len(self._open) < self._config.connections:
            item = self._take()
            if item is None:
                break
            self._spare.append(item)
            if self._failures >= _PATIENCE or not self._connect():
                break
        return any(not connection.idle for connection in self._open.values())

    def _connect(self) -> bool:
        try:
            session = open_session(self._config)
        except UnreachableError as error:
            self._failures += 1
            self.trouble = str(error)[:500]
            return False
        connection = Connection(session, take=self._take, settle=self._settled, wire=self._wire)
        self._open[connection.fileno()] = connection
        self._poll.register(connection.fileno(), select.POLLIN)
        self._begin(connection)
        return True

    def _begin(self, connection: Connection) -> None:
        descriptor = connection.fileno()
        try:
            connection.start()
        except LostError as error:
            self._lose(descriptor, str(error))

    def _settled(self, item: Outgoing, result: Result) -> None:
        if result.verdict is Verdict.ACCEPTED:
            self._failures = 0
            self.trouble = ""
        self._sink(item, result)

    def _serve(self) -> None:
        """Serve replies until a connection is lost or all are idle."""
        poll, connections = self._poll.poll, self._open
        checked = time.monotonic()
        while True:
            ready = poll(_TICK_MS)
            for descriptor, _event in ready:
                connection = connections.get(descriptor)
                if connection is None:
                    continue
                try:
                    connection.readable()
                except LostError as error:
                    self._lose(descriptor, str(error))
                    return
                if connection.idle:
                    return
            now = time.monotonic()
            if not ready or now - checked > 1:
                checked = now
                if self._drop_silent(now):
                    return

    def _drop_silent(self, now: float) -> bool:
        dropped = False
        for descriptor, connection in list(self._open.items()):
            limit = (
                self._config.final_timeout if connection.awaiting_final else self._config.timeout
            )
            if connection.idle or now - connection.since <= limit:
                continue
            # We may have been away ourselves (for the database): what waits to be read counts.
            if not _has_something(descriptor):
                self._lose(descriptor, "no reply in time")
                dropped = True
        return dropped

    def _lose(self, descriptor: int, why: str) -> None:
        connection = self._open.pop(descriptor)
        self._poll.unregister(descriptor)
        if connection.taken == 0:
            self._failures += 1
            if self._failures >= _PATIENCE:
                self.trouble = why[:500]
        connection.abandon(why)


def _has_something(descriptor: int) -> bool:
    """Whether a reply (or the end) waits to be read."""
    probe = select.poll()
    probe.register(descriptor, select.POLLIN)
    return bool(probe.poll(0))
