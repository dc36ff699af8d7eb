"""PostgreSQL's COPY text format, written by hand because it is five times as fast."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from psycopg import Connection, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BATCH = 256 * 1024


def _text(value: str) -> str:
    if "\\" in value or "\n" in value or "\t" in value or "\r" in value:
        value = value.replace("\\", "\\\\").replace("\n", "\\n")
        value = value.replace("\t", "\\t").replace("\r", "\\r")
    return value


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    text = str(value)
    if '"' in text or "\\" in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _array(values: Sequence[object]) -> str:
    """``{"a","b"}`` with the escapes of an array literal, then those of COPY."""
    return _text("{" + ",".join([_element(value) for value in values]) + "}")


def field(value: object) -> str:  # noqa: PLR0911 - one case a line
    """One value as COPY reads it; dicts become JSON, lists and tuples arrays."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return _text(value)
    if value is True:
        return "t"
    if value is False:
        return "f"
    if isinstance(value, (list, tuple)):
        return _array(value)
    if isinstance(value, (bytes, memoryview)):
        return "\\\\x" + bytes(value).hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return _text(json.dumps(value, ensure_ascii=False))
    if isinstance(value, int | float | UUID):
        return str(value)
    return _text(str(value))


def line(row: Sequence[object]) -> str:
    """One row with its line end."""
    return "\t".join([field(value) for value in row]) + "\n"


def copy_lines(
    connection: Connection[Any], table: str, columns: Sequence[str], lines: Iterable[str]
) -> None:
    """Send finished lines into ``table``."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        held: list[str] = []
        size = 0
        for text in lines:
            held.append(text)
            size += len(text)
            if size >= BATCH:
                copy.write("".join(held))
                held, size = [], 0
        if held:
            copy.write("".join(held))


def copy_rows(
    connection: Connection[Any],
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> int:
    """Load ``rows`` into ``table`` and return their number."""
    count = 0

    def lines() -> Iterable[str]:
        nonlocal count
        for row in rows:
            count += 1
            yield line(row)

    copy_lines(connection, table, columns, lines())
    return count
