"""Pages of a long list: one row more than shown tells whether there is a next page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wutong.ui.office.lists.counting import Count

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

DEEPEST = 400


@dataclass(frozen=True)
class Page:
    """``rows`` of page ``number``; ``first``..``last`` are positions in the whole list."""

    rows: list[Any]
    number: int
    size: int
    has_next: bool
    count: Count

    @property
    def first(self) -> int:
        """Position of the first row, 0 in an empty list."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Position of the last row."""
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return self.number > 1

    @property
    def is_deepest(self) -> bool:
        """Whether paging ends here although there is more: narrow the list, or export it."""
        return self.number >= DEEPEST and self.has_next

    @property
    def numbers(self) -> list[int | None]:
        """Page numbers to offer: the first, those around this one, the last; None is a gap."""
        total = self.count.number if self.count.exact else self.number * self.size + 1
        final = min(max(-(-total // self.size), 1), DEEPEST)
        if not self.count.exact:
            final = max(min(-(-self.count.number // self.size), DEEPEST), self.number)
        near = {1, 2, self.number - 1, self.number, self.number + 1, final}
        chosen = sorted(n for n in near if 1 <= n <= final)
        found: list[int | None] = []
        for number in chosen:
            if found and found[-1] is not None and number - found[-1] > 1:
                found.append(None)
            found.append(number)
        return found


def page_number(text: str) -> int:
    """The page asked for, 1 where it makes no sense, never beyond the deepest."""
    return min(max(int(text), 1), DEEPEST) if text.isascii() and text.isdecimal() else 1


def cut_page(rows: QuerySet[Any], *, number: int, size: int, count: Callable[[], Count]) -> Page:
    """Fetch one page by offset; ``DEEPEST`` bounds the cost of the last. ``count`` is asked only
    when the first page does not hold everything.
    """
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    whole = number == 1 and len(found) <= size
    counted = Count(len(found)) if whole else count()
    return Page(found[:size], number, size, len(found) > size and number < DEEPEST, counted)
