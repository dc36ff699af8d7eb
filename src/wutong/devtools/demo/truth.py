"""The schema ``demo_truth``: what is really so, and what was built. Django does not know it.

A matcher is judged against ``demo_truth.truth``; no code of the system may read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    import psycopg

SCHEMA = """
CREATE SCHEMA IF NOT EXISTS demo_truth;
CREATE TABLE IF NOT EXISTS demo_truth.truth (
    kind text NOT NULL CHECK (kind IN ('same', 'different', 'dirt')),
    person_id bigint NOT NULL,
    other_id bigint,
    what text[] NOT NULL,
    clean text NOT NULL DEFAULT ''
);
COMMENT ON TABLE demo_truth.truth IS
    'same: both records are one human; different: look alike and are two; dirt: a spoilt field';
CREATE TABLE IF NOT EXISTS demo_truth.build (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    scale text NOT NULL,
    seed text NOT NULL,
    version integer NOT NULL,
    today date NOT NULL,
    parts text[] NOT NULL DEFAULT '{}',
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
"""
COLUMNS = ("kind", "person_id", "other_id", "what", "clean")


@dataclass(frozen=True)
class Marker:
    """What the database holds; ``finished`` is false after a build that broke off."""

    scale: str
    seed: str
    version: int
    today: date
    parts: tuple[str, ...]
    finished: bool


def read_marker(connection: psycopg.Connection[Any]) -> Marker | None:
    """The marker of this database, or None where no demo was ever built."""
    there = connection.execute("SELECT to_regclass('demo_truth.build')").fetchone()
    if not there or there[0] is None:
        return None
    row = connection.execute(
        "SELECT scale, seed, version, today, parts, finished_at IS NOT NULL FROM demo_truth.build"
    ).fetchone()
    return Marker(row[0], row[1], row[2], row[3], tuple(row[4]), row[5]) if row else None


def begin(
    connection: psycopg.Connection[Any], *, scale: str, seed: str, version: int, today: date
) -> None:
    """Make the schema and say that a build has begun."""
    connection.execute(SCHEMA)
    connection.execute("DELETE FROM demo_truth.build")
    connection.execute(
        "INSERT INTO demo_truth.build (scale, seed, version, today) VALUES (%s, %s, %s, %s)",
        [scale, seed, version, today],
    )


def part_done(connection: psycopg.Connection[Any], key: str) -> None:
    connection.execute("UPDATE demo_truth.build SET parts = parts || %s::text", [key])


def finish(connection: psycopg.Connection[Any]) -> None:
    connection.execute("UPDATE demo_truth.build SET finished_at = now()")
