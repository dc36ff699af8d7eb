"""Rows into the staging table by COPY."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from wutong.platform.tabular.registry import RowVerdict, SourceRow

_COLUMNS = (
    "batch_id", "row_no", "raw", "data", "verdict", "target_ref", "target_label", "reasons",
    "outcome",
)  # fmt: skip


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY python values into a table, in the caller's transaction."""
    listed = ", ".join(columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def stage_rows(batch_id: UUID, rows: Sequence[SourceRow], verdicts: Sequence[RowVerdict]) -> None:
    """Write a chunk with its verdicts."""
    copy_rows(
        "tabular_importrow",
        _COLUMNS,
        (
            (
                batch_id,
                row.number,
                Jsonb(row.cells),
                Jsonb(verdict.data or {}),
                verdict.verdict,
                verdict.target_ref,
                verdict.target_label,
                Jsonb(verdict.reasons),
                "",
            )
            for row, verdict in zip(rows, verdicts, strict=True)
        ),
    )
