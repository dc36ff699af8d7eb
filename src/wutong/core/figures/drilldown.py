"""The rows behind a figure: a queryset that counts exactly the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models import Sum

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A column of the drill-down.

    ``key`` is a key of the row dictionary. ``show`` turns the value into what is printed.
    ``opens`` names the page a cell leads to: a subject kind and the key that holds its id, such
    as ``("person", "person_id")``; or a key that holds a whole reference, ``("", "source_ref")``.
    ``blank`` stands where there is no value.
    """

    key: str
    label: _StrPromise
    show: Callable[[Any], Any] | None = None
    opens: tuple[str, str] | None = None
    numeric: bool = False
    blank: _StrPromise | str = ""

    def value(self, row: Row) -> Any:
        """What is printed for ``row``."""
        raw = row.get(self.key)
        if raw is None:
            return str(self.blank)
        return self.show(raw) if self.show else raw

    def reference(self, row: Row) -> str:
        """The subject reference the cell opens, or an empty string."""
        if self.opens is None:
            return ""
        kind, key = self.opens
        found = row.get(key)
        if not found:
            return ""
        return f"{kind}:{found}" if kind else str(found)


@dataclass(frozen=True)
class DrillDown:
    """Rows of a figure.

    ``queryset`` yields dictionaries (``.values(...)``); ``keys`` name the columns that identify a
    row for ever (a person id, an act id). Without ``weight`` the figure is the number of rows,
    with it the sum of that column. ``order`` is how a list shows them. ``counted`` has as many
    rows and costs less where the list gathers names and dates.
    """

    queryset: QuerySet[Any, Any]
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    weight: str | None = None
    order: tuple[str, ...] = field(default=())
    counted: QuerySet[Any, Any] | None = None

    def count(self) -> int:
        """Number of rows."""
        rows = self.queryset if self.counted is None else self.counted
        return rows.order_by().count()

    def value(self) -> int:
        """The figure, counted from its rows."""
        if self.weight is None:
            return self.count()
        total: dict[str, int | None] = self.queryset.order_by().aggregate(total=Sum(self.weight))
        return int(total["total"] or 0)

    def page(self, start: int, stop: int) -> list[Row]:
        """Rows from ``start`` to ``stop`` in the order of a list."""
        return list(self.queryset.order_by(*(self.order or self.keys))[start:stop])

    def digest(self) -> str:
        """SHA-256 of all row keys (and weights), in the database, the same on any day."""
        wanted = [*self.keys, *([self.weight] if self.weight else [])]
        rows = self.queryset.order_by().values_list(*wanted)
        sql, params = rows.query.get_compiler(rows.db, elide_empty=False).as_sql()
        names = ", ".join(f"c{index}" for index in range(_width(rows)))
        statement = (
            "SELECT encode(sha256(convert_to(coalesce(string_agg(k, E'\\n' ORDER BY k), ''),"  # noqa: S608
            f" 'UTF8')), 'hex') FROM (SELECT concat_ws('|', {names}) AS k"
            f" FROM ({sql}) AS inner_rows({names})) AS keyed"
        )
        with connections[rows.db].cursor() as cursor:
            cursor.execute(statement, params)
            found: tuple[str] = cursor.fetchone()
        return found[0]


def _width(rows: QuerySet[Any, Any]) -> int:
    query = rows.query
    return len(query.values_select) + len(query.annotation_select) + len(query.extra_select)
