"""The plain value of each cell, for files: a date stays a date, a badge becomes its word."""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
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


def follower(accessor: str) -> Callable[[Any], Any]:
    """A function that follows ``a__b`` through the attributes of a record: the word of a value
    that is one of a field's choices, the result of what can be called, None where the path ends.
    """
    *before, last = A(accessor).bits
    wanted: dict[type, str] = {}

    def follow(record: Any) -> Any:
        for bit in before:
            record = _called(getattr(record, bit, None))
            if record is None:
                return None
        kind = type(record)
        name = wanted.get(kind)
        if name is None:
            name = wanted[kind] = _name_shown(kind, last)
        return _called(getattr(record, name, None))

    return follow


def _called(found: Any) -> Any:
    if callable(found) and not getattr(found, "alters_data", False):
        return found()
    return found


def _name_shown(kind: type, name: str) -> str:
    if issubclass(kind, Model):
        try:
            field = kind._meta.get_field(name)
        except FieldDoesNotExist:
            return name
        display = f"get_{name}_display"
        if getattr(field, "choices", None) and hasattr(kind, display):
            return display
    return name


def _reader(table: OfficeTable, name: str) -> Callable[[Any], Any]:
    known_here = name in table.base_columns
    found = follower(table.columns[name].accessor if known_here else name)
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


def _words(value: Any) -> Any:
    if value is None:
        return ""
    return value if isinstance(value, str | int | float) or hasattr(value, "year") else str(value)


def _plain(value: Any) -> Any:
    return strip_tags(value) if isinstance(value, SafeString) else _words(value)
