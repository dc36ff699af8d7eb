"""Work beside the caller: while Python reads and judges rows, the database looks up and writes."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

P = ParamSpec("P")
T = TypeVar("T")


class Lane:
    """One thread with a database connection of its own; pieces of work run in order.

    Inside a transaction there is no second connection that sees what the caller sees: then each
    piece runs at once, in the caller's place.
    """

    def __init__(self, name: str) -> None:
        alone = connection.in_atomic_block
        self._pool = None if alone else ThreadPoolExecutor(1, thread_name_prefix=name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for what was begun; nothing is running when this has returned."""
        if self._pool is not None:
            self._pool.submit(connection.close)
            self._pool.shutdown(wait=True)

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Begin a piece of work; `result()` of what is returned waits for it, and raises what it
        raised.
        """
        if self._pool is not None:
            return self._pool.submit(work, *args, **kwargs)
        done: Future[T] = Future()
        done.set_result(work(*args, **kwargs))
        return done
