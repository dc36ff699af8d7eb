"""Rows into the staging tables by COPY, as text put together a chunk at a time.

psycopg adapts value by value, which costs more than everything else a row needs; here a row is
one join, and only rows that hold a character COPY gives a meaning to are escaped.
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
    lines = [_line(row) for row in rows]
    if lines:
        lines.append("")
    return Copy(table, tuple(columns), "\n".join(lines))


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


def _line(row: Sequence[Any]) -> str:
    line = "\t".join(
        [value if type(value) is str else "\\N" if value is None else _text(value) for value in row]
    )
    marks = line.count("\\")
    if marks:
        marks -= sum([value is None or 2 * (type(value) is bytes) for value in row])
    if marks or line.count("\t") != len(row) - 1 or "\n" in line or "\r" in line:
        return "\t".join(
            [
                "\\N"
                if value is None
                else value.translate(_MEANING)
                if type(value) is str
                else _text(value)
                for value in row
            ]
        )
    return line


def _text(value: Any) -> str:
    """Bytes in hexadecimal, their backslash already escaped for COPY."""
    return f"\\\\x{value.hex()}" if type(value) is bytes else str(value)


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
