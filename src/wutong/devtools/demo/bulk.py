"""Load first, index afterwards: for tables that are empty when the load begins.

Indexes that back no constraint and foreign keys of the named tables are taken off and put back
exactly as they were; putting a foreign key back checks every row, so nothing is left unproven.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index i
WHERE i.indrelid = ANY(%s::regclass[])
  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
ORDER BY pg_relation_size(i.indexrelid) DESC, 1
"""
FOREIGN_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint
WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])
ORDER BY 1, 2
"""
MEMORY = "SET maintenance_work_mem = '512MB'; SET max_parallel_maintenance_workers = 0"


@contextmanager
def without_indexes(url: str, tables: list[str], *, jobs: int = 2) -> Iterator[None]:
    """Run the body with the tables bare. If the body fails they stay bare: build anew."""
    with psycopg.connect(url, autocommit=True) as connection:
        indexes = connection.execute(INDEXES, [tables]).fetchall()
        keys = connection.execute(FOREIGN_KEYS, [tables]).fetchall()
        for table, name, _ in keys:
            connection.execute(
                sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(
                    sql.SQL(table), sql.Identifier(name)
                )
            )
        for name, _ in indexes:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(name)))
    yield
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(lambda definition: _run(url, definition), [one for _, one in indexes]))
    for table, name, definition in keys:
        _run(url, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def _run(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(MEMORY)
        connection.execute(sql.SQL(statement))


def settle(connection: psycopg.Connection[Any], tables: list[str]) -> None:
    """Put each table's identity sequence behind its last id."""
    for table in tables:
        name = connection.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table]).fetchone()
        if name and name[0]:
            connection.execute(
                sql.SQL("SELECT setval({}, (SELECT coalesce(max(id), 1) FROM {}))").format(
                    sql.Literal(name[0]), sql.Identifier(table)
                )
            )
