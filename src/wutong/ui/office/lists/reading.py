"""The plain value of each cell, for files: a date stays a date, a badge becomes its word."""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django_tables2 import A

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wutong.ui.office.lists.table import OfficeTable

Reader = "Callable[[Any], Any]"


def readers_of(table: OfficeTable, names: Iterable[str]) -> list[Callable[[Any], Any]]:
    """A function per column that takes a record: ``value_<name>`` of the table where there is
    one, else ``render_<name>`` without its markup, else what the column's accessor finds.
    """
    return [_reader(table, name) for name in names]


def _reader(table: OfficeTable, name: str) -> Callable[[Any], Any]:
    known_here = name in table.base_columns
    found = _attribute(table.columns[name].accessor if known_here else name)
    method = getattr(table, f"value_{name}", None) or getattr(table, f"render_{name}", None)
    if method is None:
        return lambda record: _words(found(record))
    wanted = set(signature(method).parameters)
    if wanted == {"record"}:
        return lambda record: _plain(method(record=record))

    def read(record: Any) -> Any:
        value = found(record)
        if value in (None, "") and "value" in wanted:
            return ""
        known = {"value": value, "record": record, "table": table}
        return _plain(method(**{key: known[key] for key in wanted & known.keys()}))

    return read


def _attribute(accessor: Any) -> Callable[[Any], Any]:
    """Follows ``a__b`` through attributes; the display word where a field has choices."""
    path = A(accessor)
    last = path.bits[-1]
    if len(path.bits) == 1:
        display = f"get_{last}_display"

        def direct(record: Any) -> Any:
            shown = getattr(record, display, None)
            return shown() if shown is not None else getattr(record, last, None)

        return direct
    return lambda record: path.resolve(record, quiet=True)


def _words(value: Any) -> Any:
    if value is None:
        return ""
    return value if isinstance(value, str | int | float) or hasattr(value, "year") else str(value)


def _plain(value: Any) -> Any:
    return strip_tags(value) if isinstance(value, SafeString) else _words(value)
