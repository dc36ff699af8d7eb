"""Reading on two connections at once, both looking at the same moment."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import TYPE_CHECKING, TypeVar

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")
# The lanes are the parallelism: helpers of a statement would only take its neighbour's processor,
# and each of them builds the hash tables of sub-selects anew. What is counted over everybody is
# hashed in memory.
SETTINGS = "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL work_mem = '64MB'"


def side_by_side(reads: Sequence[Callable[[], T]]) -> list[T]:
    """The results of ``reads`` in their order, worked off by this connection and a second one.

    Both see one exported snapshot, read only, so what is read together belongs together
    (PostgreSQL, ``pg_export_snapshot``). Put the longest first. Inside an open transaction,
    whose own changes a second connection would not see, they are read one after another.
    """
    if len(reads) < 2 or connection.in_atomic_block:
        return [read() for read in reads]
    waiting = deque(enumerate(reads))
    results: dict[int, T] = {}
    with _snapshot() as name, ThreadPoolExecutor(1, thread_name_prefix="lane") as pool:
        second = pool.submit(copy_context().run, _second_lane, name, waiting, results)
        try:
            _work_off(waiting, results)
        finally:
            waiting.clear()
        second.result()
    return [results[place] for place in range(len(reads))]


def _work_off(waiting: deque[tuple[int, Callable[[], T]]], results: dict[int, T]) -> None:
    while True:
        try:
            place, read = waiting.popleft()
        except IndexError:
            return
        results[place] = read()


def _second_lane(
    name: str, waiting: deque[tuple[int, Callable[[], T]]], results: dict[int, T]
) -> None:
    try:
        with _snapshot(name):
            _work_off(waiting, results)
    except BaseException:
        waiting.clear()
        raise
    finally:
        connection.close()


@contextmanager
def _snapshot(name: str = "") -> Iterator[str]:
    """A reading transaction that makes a snapshot, or joins the one called ``name``."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(SETTINGS)
        if name:
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [name])
        else:
            cursor.execute("SELECT pg_export_snapshot()")
            (name,) = cursor.fetchone()
        yield name
