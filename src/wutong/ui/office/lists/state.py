"""The state of a list, all of it in the address: search, filters, order, columns, page, peek."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import QueryDict
    from django.utils.functional import _StrOrPromise

ORDER, COLUMNS, PAGE, PEEK, COUNT, VIEW = "sort", "cols", "page", "peek", "count", "view"
NOT_A_FILTER = frozenset({ORDER, COLUMNS, PAGE, PEEK, COUNT, VIEW})
NOT_KEPT = frozenset({PAGE, PEEK, COUNT, VIEW})


@dataclass(frozen=True)
class Chip:
    """A filter in force: what it says, and the address without it."""

    label: _StrOrPromise
    value: str
    without: str


@dataclass(frozen=True)
class State:
    """The parsed address of a list."""

    query: QueryDict

    def address(self, *drop: str, **change: str | None) -> str:
        """The query string with some keys dropped and others set (None drops too)."""
        query = self.query.copy()
        for key in drop:
            query.pop(key, None)
        for key, value in change.items():
            if value is None:
                query.pop(key, None)
            else:
                query[key] = value
        text = query.urlencode()
        return f"?{text}" if text else "?"

    def without_value(self, key: str, value: str) -> str:
        """The query string without one of the values of ``key``, back on the first page."""
        query = self.query.copy()
        rest = [item for item in query.getlist(key) if item != value]
        query.setlist(key, rest)
        if not rest:
            query.pop(key, None)
        for gone in NOT_KEPT:
            query.pop(gone, None)
        text = query.urlencode()
        return f"?{text}" if text else "?"

    def kept(self) -> str:
        """What a saved view and an export keep: no page, no peek."""
        query = self.query.copy()
        for key in NOT_KEPT:
            query.pop(key, None)
        for key in [key for key, values in query.lists() if not any(values)]:
            query.pop(key)
        return query.urlencode()
