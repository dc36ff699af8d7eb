"""Knowing that data changed: a migration operation that puts triggers on tables."""

from __future__ import annotations

from django.db import migrations


def watch_tables(source: str, *tables: str) -> migrations.RunSQL:
    """A migration operation: statements that change one of ``tables`` raise ``source``'s version.

    The migration depends on ``("figures", "0001_initial")`` and on the one that made the tables.
    """
    return migrations.RunSQL(
        [("SELECT figures_watch(%s, %s)", [source, table]) for table in tables],
        [("SELECT figures_unwatch(%s, %s)", [source, table]) for table in tables],
    )
