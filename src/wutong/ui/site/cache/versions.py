"""Which version of each area of the public site counts now.

A change writes a row with itself, in its transaction. The version of an area is how many rows it
has and the highest of them: whichever of two transactions commits first, the number moves, and
removing old rows only makes pages be built once more. Every process asks once a second, in one
small statement, so a change is seen everywhere within that second; the process that made it sees
it at once.
"""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection, transaction

from wutong.kernel import clock
from wutong.ui.site.models import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CHECK_EVERY = 1.0
KEEP_ROWS = timedelta(days=2)
EVERYTHING = "site"
"""An area that every page shows: the shell, its menus, its foot."""


class Versions:
    """What this process knows of the areas."""

    def __init__(self) -> None:
        self._known: Mapping[str, tuple[int, int]] = {}
        self._read_at = float("-inf")
        self._reading = threading.Lock()

    def now(self) -> Mapping[str, tuple[int, int]]:
        """The areas' versions, at most a second old; the last known ones without a database."""
        if time.monotonic() - self._read_at >= CHECK_EVERY and self._reading.acquire(False):
            try:
                self._known = _read()
            except DatabaseError:
                pass  # pages are shown as they were until it is back
            finally:
                self._read_at = time.monotonic()
                self._reading.release()
        return self._known

    def forget(self) -> None:
        """Ask again at the next page."""
        self._read_at = float("-inf")


def _read() -> dict[str, tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT area, count(*), max(id) FROM public_site_change GROUP BY area")
        return {area: (number, last) for area, number, last in cursor.fetchall()}


versions = Versions()


def page_changed(*areas: str) -> None:
    """Pages that show one of ``areas`` (all pages, without one) are to be built anew.

    Call it in the transaction of the change.
    """
    Change.objects.bulk_create([Change(area=area) for area in areas or (EVERYTHING,)])
    transaction.on_commit(versions.forget)


def snapshot(
    areas: Iterable[str], known: Mapping[str, tuple[int, int]]
) -> tuple[tuple[str, tuple[int, int] | None], ...]:
    """The versions of ``areas``, of all where there are none, in a form that can be compared."""
    names = sorted({*areas, EVERYTHING}) if areas else sorted(known)
    return tuple((name, known.get(name)) for name in names)


def drop_old_rows() -> int:
    """Remove rows that nobody needs; pages are built once more, no more than that."""
    return Change.objects.filter(at__lt=clock.now() - KEEP_ROWS).delete()[0]
