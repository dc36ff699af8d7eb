"""Kept pages of one process, the least used leaving first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

LARGEST = 64 * 1024 * 1024
LARGEST_PAGE = 2 * 1024 * 1024


@dataclass(slots=True)
class Kept:
    """A whole answer: body plain and packed, headers, what it showed, until when it is fresh."""

    body: bytes
    packed: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    areas: tuple[str, ...]
    shown: tuple[object, ...]
    fresh_until: float
    made_at: float

    @property
    def size(self) -> int:
        """Bytes, roughly."""
        return len(self.body) + len(self.packed) + 1024


class Store:
    """Pages by key, within a bound of bytes."""

    def __init__(self, largest: int = LARGEST) -> None:
        self.largest = largest
        self._pages: OrderedDict[Hashable, Kept] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Kept | None:
        """The page under ``key``, fresh or not."""
        with self._lock:
            kept = self._pages.get(key)
            if kept is not None:
                self._pages.move_to_end(key)
            return kept

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keep a page; the ones not asked for longest make room."""
        if kept.size > LARGEST_PAGE:
            return
        with self._lock:
            self._take_out(key)
            self._pages[key] = kept
            self._bytes += kept.size
            while self._bytes > self.largest:
                self._take_out(next(iter(self._pages)))

    def _take_out(self, key: Hashable) -> None:
        old = self._pages.pop(key, None)
        if old is not None:
            self._bytes -= old.size

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._pages)


pages = Store()
