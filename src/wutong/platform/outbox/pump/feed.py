"""Keeps the wire supplied: while one batch is sent, outcomes go back and the next is claimed."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, TypeVar

import structlog
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from wutong.platform.outbox.enums import DeliveryState, Reason
from wutong.platform.outbox.errors import AddressError
from wutong.platform.outbox.keys import SINGLE
from wutong.platform.outbox.pump.compose import single_id, single_outgoing, singles_for
from wutong.platform.outbox.pump.outcomes import Claimed, Settlement, settlement

if TYPE_CHECKING:
    from collections.abc import Callable

    from wutong.platform.outbox.pump.compose import StreamComposer
    from wutong.platform.outbox.pump.journal import Journal
    from wutong.platform.outbox.pump.store import Batch, Store
    from wutong.platform.outbox.smtp.items import Outgoing, Result

log = structlog.get_logger(__name__)
T = TypeVar("T")

SMALLEST, FIRST, LARGEST = 10, 100, 1000
BRISK, SLOW = 0.5, 3.0  # seconds a batch takes: below, the next is larger; above, smaller
DATABASE_PATIENCE = 600.0


class Runner(Protocol):
    """Where database work runs: its own thread, or here and now."""

    def submit(self, work: Callable[[], T]) -> Future[T]: ...

    def shutdown(self) -> None: ...


class ThreadRunner:
    """One thread with one connection of its own."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="outbox-store")

    def submit(self, work: Callable[[], T]) -> Future[T]:
        return self._pool.submit(work)

    def shutdown(self) -> None:
        self._pool.submit(_let_go).result()
        self._pool.shutdown()


def _let_go() -> None:
    connection.close()  # this thread's: the proxy is asked in the thread that runs it


class HereRunner:
    """In the calling thread: for a few mails, and inside a test's transaction."""

    def submit(self, work: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(work())
        except Exception as error:  # noqa: BLE001 - handed to whoever asks for the result
            future.set_exception(error)
        return future

    def shutdown(self) -> None: ...


class Feed:
    """Hands out messages, collects results. ``take`` and ``give`` are called by one thread."""

    def __init__(
        self, store: Store, composer: StreamComposer | None, journal: Journal, runner: Runner
    ) -> None:
        self._store = store
        self._composer = composer
        self._journal = journal
        self._runner = runner
        self._ready: deque[Outgoing] = deque()
        self._results: list[tuple[int, Settlement]] = []
        self._pending: Future[list[Outgoing]] | None = None
        self._flying: list[tuple[int, Settlement]] = []
        self._known: set[int] = set()
        self._size = self._found = FIRST  # asked for, and what the last claim gave
        self._asked = 0.0
        self.empty = False
        self.running = True
        self.throttled = False
        self.held = False
        self.given = 0

    def take_unless(self, stopping: Callable[[], bool]) -> Callable[[], Outgoing | None]:
        """``take`` that ends when ``stopping`` says so; asked once per message."""

        def take() -> Outgoing | None:
            if stopping():
                self.held = True
                return None
            return self.take()

        return take

    def take(self) -> Outgoing | None:
        """The next message, or None when the queue gave nothing (more) just now."""
        if self._pending is not None and self._pending.done():
            self._collect()
        if self._may_ask() and len(self._ready) < min(self._size, self._found):
            self._ask()
        while not (self._ready or self.held):
            if self._pending is not None:
                self._collect()
            elif self._may_ask():
                self._ask()
            else:
                break
        return self._ready.popleft() if self._ready and not self.held else None

    def _may_ask(self) -> bool:
        return self._pending is None and not (self.empty or self.held)

    def give(self, item: Outgoing, result: Result) -> None:
        """What became of a message."""
        self.given += 1
        self._results.append((item.slot, settlement(item.ref, result)))

    def flush(self) -> None:
        """Write everything back; messages not begun go back to the queue."""
        self._collect()
        for item in self._ready:
            row: Claimed = item.ref
            self._results.append(
                (item.slot, Settlement(row, DeliveryState.QUEUED, Reason.NONE, "", refund=1))
            )
        self._ready.clear()
        while self._results:
            self._ask(want=0)
            self._collect()
        self.empty = False
        self.held = False

    def _ask(self, want: int | None = None) -> None:
        """Send the results off and ask for the next batch."""
        now = time.monotonic()
        if self._asked and want is None:
            taken = now - self._asked
            if taken < BRISK:
                self._size = min(self._size * 2, LARGEST)
            elif taken > SLOW:
                self._size = max(self._size // 2, SMALLEST)
        self._asked = now
        self._flying, self._results = self._results, []
        settled = [item for _slot, item in self._flying]
        size = min(self._size if want is None else want, self._journal.room)
        self._pending = self._runner.submit(lambda: self._exchange(settled, size))

    def _collect(self) -> None:
        """Take in the answer to the last question, waiting for it if need be."""
        if self._pending is None:
            return
        found = self._pending.result()
        self._pending = None
        for slot, item in self._flying:
            self._journal.leave(slot)
            self._known.discard(item.row.id)
        self._flying = []
        for outgoing in found:
            outgoing.slot = self._journal.enter(outgoing.ref.id)
            self._known.add(outgoing.ref.id)
        self._ready.extend(found)
        self._found = max(len(found), SMALLEST)
        self.empty = not found
        self.held = self.held or not self.running

    def _exchange(self, settled: list[Settlement], size: int) -> list[Outgoing]:
        """In the store's thread: never gives up while the database is only away for a while."""
        deadline = time.monotonic() + DATABASE_PATIENCE
        wait = 0.1
        while True:
            try:
                batch = self._store.exchange(settled, want=size)
                outgoing = self._compose(batch)
            except (OperationalError, InterfaceError) as error:
                if connection.in_atomic_block or time.monotonic() > deadline:
                    raise
                log.warning("outbox_database_away", error=str(error).strip())
                connection.close()
                time.sleep(wait)
                wait = min(wait * 2, 5.0)
                self._after_outage()
            else:
                return outgoing

    def _after_outage(self) -> None:
        """A claim may have been committed although its answer never came."""
        try:
            close_old_connections()
            self._store.release_unknown(self._known)
        except DatabaseError:
            connection.close()

    def _compose(self, batch: Batch) -> list[Outgoing]:
        self.running = batch.running
        self.throttled = batch.throttled
        mails = singles_for(batch.rows)
        ready: list[Outgoing] = []
        impossible: list[Settlement] = []
        for row in batch.rows:
            try:
                if row.stream.startswith(SINGLE):
                    ready.append(single_outgoing(row, mails[single_id(row)]))
                elif self._composer is not None:
                    ready.append(self._composer.outgoing(row, batch.values.get(row.id, {})))
            except (AddressError, KeyError) as error:
                impossible.append(
                    Settlement(row, DeliveryState.REFUSED, Reason.ADDRESS, str(error))
                )
        if impossible:
            self._store.settle_only(impossible)
        return ready
