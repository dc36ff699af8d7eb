"""Rows into the staging tables by COPY, as text put together a chunk at a time.

psycopg adapts value by value, which costs more than everything else a row needs; here a row is
one join, and a chunk is escaped only where it holds a character COPY gives a meaning to.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from wutong.platform.tabular.registry import Copy, RowVerdict, SourceRow

_COLUMNS = (
    "batch_id", "row_no", "raw", "data", "verdict", "target_ref", "target_label", "reasons",
    "outcome",
)  # fmt: skip
_MEANING = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def copy_of(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Copy:
    """Rows for a table. Values are text as PostgreSQL reads it, numbers, dates, booleans, bytes
    or None; arrays and JSON come as text (`array_text`, `json_text`).
    """
    lines = [_cells(row) for row in rows]
    text = "\n".join(map("\t".join, lines))
    if not text:
        return Copy(table, tuple(columns), "")
    return Copy(table, tuple(columns), (text if _is_plain(text, lines) else _escaped(lines)) + "\n")


@transaction.atomic
def write_copies(copies: Iterable[Copy]) -> None:
    """COPY a chunk into its tables: all of it or nothing."""
    with connection.cursor() as cursor:
        for item in copies:
            if item.text:
                listed = ", ".join(item.columns)
                with cursor.copy(f"COPY {item.table} ({listed}) FROM STDIN") as copy:
                    copy.write(item.text)


def json_text(value: Any) -> str:
    """A JSON value as `copy_of` takes it."""
    return _json(value)


def array_text(values: Sequence[str]) -> str:
    """A text array as PostgreSQL reads it, for COPY and for parameters alike."""
    if not values:
        return "{}"
    joined = '","'.join(values)
    if "\\" in joined or joined.count('"') != 2 * (len(values) - 1):
        escaped = [value.replace("\\", "\\\\").replace('"', '\\"') for value in values]
        joined = '","'.join(escaped)
    return f'{{"{joined}"}}'


class _Marked(str):
    """Text whose backslashes are ours."""

    __slots__ = ()


_NULL = _Marked("\\N")


def _cells(row: Sequence[Any]) -> list[str]:
    return [
        value
        if type(value) is str
        else _NULL
        if value is None
        else _Marked(f"\\\\x{value.hex()}")  # escaped for COPY already
        if type(value) is bytes
        else str(value)
        for value in row
    ]


def _is_plain(text: str, lines: Sequence[Sequence[str]]) -> bool:
    """Whether every tab, line end and backslash is ours: looked at for a whole chunk at once."""
    width, rows = len(lines[0]), len(lines)
    if "\r" in text or text.count("\t") != (width - 1) * rows or text.count("\n") != rows - 1:
        return False
    marks = text.count("\\")
    return not marks or marks == sum(
        [cell.count("\\") for line in lines for cell in line if type(cell) is _Marked]
    )


def _escaped(lines: Iterable[Sequence[str]]) -> str:
    return "\n".join(
        "\t".join([cell if type(cell) is _Marked else cell.translate(_MEANING) for cell in line])
        for line in lines
    )


def staged_rows(batch_id: UUID, rows: Sequence[SourceRow], verdicts: Sequence[RowVerdict]) -> Copy:
    """A chunk with its verdicts."""
    batch = str(batch_id)
    return copy_of(
        "tabular_importrow",
        _COLUMNS,
        [
            (
                batch,
                row.number,
                _json(row.cells),
                _json(verdict.data) if verdict.data else "{}",
                str(verdict.verdict),
                verdict.target_ref,
                verdict.target_label,
                _json(verdict.reasons) if verdict.reasons else "[]",
                "",
            )
            for row, verdict in zip(rows, verdicts, strict=True)
        ],
    )
