"""Which rows name a person, in every table of every room, and what they hold.

The catalogue of constraints knows the foreign keys (partitioned tables too); columns without one
are registered as `person_columns`. A merge is written down by looking at all these rows before
and after: nothing that changed can be missed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from wutong.core.people.registry import person_columns

if TYPE_CHECKING:
    from collections.abc import Iterable

PEOPLE = "people_person"
# Who merged whom, and who may be whom, is not something a person has.
_NOT_A_SHARE = frozenset(("people_merge", "people_matchcandidate"))
_FOREIGN_KEYS = """
SELECT c.conrelid::regclass::text, a.attname
FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = 'people_person'::regclass AND c.conparentid = 0
ORDER BY 1, 2
"""
_KEYS = """
SELECT i.indrelid::regclass::text, array_agg(a.attname::text ORDER BY k.place)
FROM pg_index i
CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
WHERE i.indisprimary AND i.indrelid = ANY(%s::regclass[])
GROUP BY 1
"""

Row = dict[str, Any]
Rows = dict[tuple[str, str], Row]
"""Rows by (table, key as JSON text)."""


@dataclass(frozen=True)
class Share:
    """A column that names a person, and the primary key of its table."""

    table: str
    column: str
    key: tuple[str, ...]
    is_ref: bool = False

    def value(self, person_id: int) -> object:
        """How this column names the person."""
        return f"person:{person_id}" if self.is_ref else person_id


def shares() -> list[Share]:
    """Every column that names a person, of whatever room."""
    with connection.cursor() as cursor:
        cursor.execute(_FOREIGN_KEYS)
        named = [(table, column, False) for table, column in cursor.fetchall()]
        named += [
            (item.table, item.column, item.is_ref) for item in person_columns.values() if item.moves
        ]
        named = [one for one in dict.fromkeys(named) if one[0] not in _NOT_A_SHARE]
        cursor.execute(_KEYS, [[*{table for table, _column, _ref in named}, PEOPLE]])
        keys = {table: tuple(columns) for table, columns in cursor.fetchall()}
    return [Share(table, column, keys[table], is_ref) for table, column, is_ref in named]


def key_text(row: Row, key: Iterable[str]) -> str:
    """The primary key of a row, as JSON text: the same row, the same text."""
    return json.dumps({column: row[column] for column in key}, sort_keys=True)


def rows_of(found: Iterable[Share], person_ids: list[int]) -> Rows:
    """All rows that name one of these people, and the people themselves."""
    rows: Rows = {}
    with connection.cursor() as cursor:
        for share in [Share(PEOPLE, "id", ("id",)), *found]:
            cursor.execute(
                f'SELECT to_jsonb(t) FROM {share.table} t WHERE t."{share.column}" = ANY(%s)',  # noqa: S608 -- names of our own tables
                [[share.value(person_id) for person_id in person_ids]],
            )
            for (value,) in cursor.fetchall():
                row = json.loads(value) if isinstance(value, str) else value
                rows[share.table, key_text(row, share.key)] = row
    return rows


def read_row(table: str, key: Row) -> Row | None:
    """One row as it is now, locked."""
    condition, values = _by_key(table, key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_jsonb(t) FROM {table} t WHERE {condition} FOR UPDATE",  # noqa: S608 -- names of our own tables
            values,
        )
        found = cursor.fetchone()
    if found is None:
        return None
    row: Row = json.loads(found[0]) if isinstance(found[0], str) else found[0]
    return row


def write_column(table: str, key: Row, column: str, value: Any) -> None:
    """Set one column of one row; `value` as JSON has it."""
    condition, values = _by_key(table, key)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE {table} t SET "{column}" = '  # noqa: S608 -- names of our own tables
            f'(jsonb_populate_record(NULL::{table}, %s::jsonb))."{column}" WHERE {condition}',
            [json.dumps({column: value}), *values],
        )


def insert_row(table: str, row: Row) -> None:
    """Put a row back as it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} OVERRIDING SYSTEM VALUE "  # noqa: S608 -- names of our own tables
            f"SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)",
            [json.dumps(row)],
        )


def delete_row(table: str, key: Row) -> None:
    """Take a row away."""
    condition, values = _by_key(table, key)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} t WHERE {condition}", values)  # noqa: S608 -- names of our own tables


def _by_key(table: str, key: Row) -> tuple[str, list[Any]]:
    condition = " AND ".join(
        f't."{column}" = (jsonb_populate_record(NULL::{table}, %s::jsonb))."{column}"'
        for column in key
    )
    return condition, [json.dumps({column: value}) for column, value in key.items()]
