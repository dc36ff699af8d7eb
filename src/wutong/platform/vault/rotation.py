"""New keys for old: every encrypted column re-encrypted with the newest key, while work goes on.

A value is replaced only if it is still the one that was read, so that a write in between stands.
Rows written meanwhile by a process that knows the new key need nothing; run it again when the last
process with the old settings has gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, transaction

from wutong.platform.vault.encryption import current_prefix, decrypt_text, encrypt_text
from wutong.platform.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from collections.abc import Callable

BATCH = 1_000


@dataclass(frozen=True)
class EncryptedColumn:
    """Where encrypted values are; ``key_type`` is the type of the table's primary key."""

    table: str
    column: str
    key: str
    key_type: str
    purpose: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


def encrypted_columns() -> list[EncryptedColumn]:
    """Every encrypted column of every room: none can be forgotten."""
    return [
        EncryptedColumn(
            table=model._meta.db_table,
            column=str(field.column),
            key=str(model._meta.pk.column),
            key_type=str(model._meta.pk.db_type(connection)),
            purpose=field.purpose,
        )
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedTextField)
    ]


def stale_values(column: EncryptedColumn) -> int:
    """How many values another key than the newest has encrypted."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM "{column.table}" WHERE {_stale(column)}',  # noqa: S608 -- names of our own tables
            [current_prefix()],
        )
        return int(cursor.fetchone()[0])


def rotate_column(
    column: EncryptedColumn, *, report: Callable[[int, int], None], batch: int = BATCH
) -> int:
    """Re-encrypt what other keys have encrypted, a batch a transaction; how many values."""
    total, done = stale_values(column), 0
    last: object = None
    while True:
        with transaction.atomic():
            rows = _next(column, last, batch)
            done += _write(column, rows)
        if not rows:
            return done
        last = rows[-1][0]
        report(done, max(total, done))


def _next(column: EncryptedColumn, last: object, batch: int) -> list[tuple[object, str]]:
    after = f'AND "{column.key}" > %s' if last is not None else ""
    values: list[Any] = [current_prefix(), *([last] if last is not None else []), batch]
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{column.key}", "{column.column}" FROM "{column.table}" '  # noqa: S608 -- names of our own tables
            f'WHERE {_stale(column)} {after} ORDER BY "{column.key}" LIMIT %s',
            values,
        )
        return list(cursor.fetchall())


def _write(column: EncryptedColumn, rows: list[tuple[object, str]]) -> int:
    if not rows:
        return 0
    new = [encrypt_text(column.purpose, decrypt_text(column.purpose, was)) for _key, was in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{column.table}" t SET "{column.column}" = n.new '  # noqa: S608 -- names of our own tables
            f"FROM unnest(%s::{column.key_type}[], %s::text[], %s::text[]) AS n(key, was, new) "
            f'WHERE t."{column.key}" = n.key AND t."{column.column}" = n.was',
            [[key for key, _was in rows], [was for _key, was in rows], new],
        )
        return int(cursor.rowcount)


def _stale(column: EncryptedColumn) -> str:
    return f'"{column.column}" <> \'\' AND NOT starts_with("{column.column}", %s)'
