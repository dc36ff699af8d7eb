"""Texts the simulated clouds took, in one SQLite file."""

from __future__ import annotations

import sqlite3
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CAPACITY = 30_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS text (
    id INTEGER PRIMARY KEY AUTOINCREMENT, caught REAL NOT NULL, cloud TEXT NOT NULL,
    number TEXT NOT NULL, signature TEXT NOT NULL, template TEXT NOT NULL, body TEXT NOT NULL,
    parts INTEGER NOT NULL, ref TEXT NOT NULL, out_id TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'sent', reply TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS template (
    cloud TEXT NOT NULL, code TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (cloud, code)
);
"""
_COLUMNS = "id, caught, cloud, number, signature, template, body, parts, ref, out_id, state, reply"


@dataclass(frozen=True)
class CaughtText:
    """A text as a phone shows it; ``out_id`` is the sender's own number for it."""

    id: int
    caught: float
    cloud: str
    number: str
    signature: str
    template: str
    body: str
    parts: int
    ref: str
    out_id: str
    state: str
    reply: str


class TextStore:
    """Bounded; safe to use from several threads."""

    def __init__(self, path: Path | str, *, capacity: int = CAPACITY) -> None:
        self._lock = threading.Lock()
        self._capacity = capacity
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._db.close()

    def add(self, texts: Sequence[tuple[str, str, str, str, str, int, str, str]]) -> int:
        """(cloud, number, signature, template, body, parts, ref, out id) each; the last number."""
        now = time.time()
        with self._lock, self._db:
            self._db.executemany(
                "INSERT INTO text (caught, cloud, number, signature, template, body, parts, ref,"
                " out_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(now, *text) for text in texts],
            )
            last = int(self._db.execute("SELECT max(id) FROM text").fetchone()[0] or 0)
            self._db.execute("DELETE FROM text WHERE id <= ?", [last - self._capacity])
        return last

    def mark(self, ids: Sequence[int], state: str) -> None:
        """What the receipt said of them."""
        with self._lock, self._db:
            self._db.executemany(
                "UPDATE text SET state = ? WHERE id = ?", [(state, pk) for pk in ids]
            )

    def note_reply(self, pk: int, words: str) -> None:
        """What its owner texted back."""
        with self._lock, self._db:
            self._db.execute("UPDATE text SET reply = ? WHERE id = ?", [words, pk])

    def clear(self) -> None:
        """Forget all texts."""
        with self._lock, self._db:
            self._db.execute("DELETE FROM text")

    def newest(self) -> int:
        """The number of the newest, 0 without any."""
        with self._lock:
            return int(self._db.execute("SELECT max(id) FROM text").fetchone()[0] or 0)

    def total(self, text: str = "") -> int:
        """How many there are, or match."""
        where, values = _where(text)
        with self._lock:
            found = self._db.execute(f"SELECT count(*) FROM text {where}", values)  # noqa: S608
            return int(found.fetchone()[0])

    def page(self, text: str = "", *, limit: int = 50, offset: int = 0) -> list[CaughtText]:
        """Newest first; ``text`` looks in number and words."""
        where, values = _where(text)
        with self._lock:
            rows = self._db.execute(
                f"SELECT {_COLUMNS} FROM text {where} ORDER BY id DESC LIMIT ? OFFSET ?",  # noqa: S608
                [*values, limit, offset],
            ).fetchall()
        return [CaughtText(*row) for row in rows]

    def get(self, pk: int) -> CaughtText | None:
        """One text, or None."""
        with self._lock:
            row = self._db.execute(
                f"SELECT {_COLUMNS} FROM text WHERE id = ?",  # noqa: S608
                [pk],
            ).fetchone()
        return CaughtText(*row) if row else None

    def some(self, ids: Sequence[int]) -> dict[int, CaughtText]:
        """Those of ``ids`` that are still here, by number."""
        places = ", ".join("?" * len(ids))
        with self._lock:
            rows = self._db.execute(
                f"SELECT {_COLUMNS} FROM text WHERE id IN ({places})",  # noqa: S608
                list(ids),
            ).fetchall()
        return {row[0]: CaughtText(*row) for row in rows}

    def keep_template(self, cloud: str, code: str, body: str) -> None:
        """A template the cloud knows."""
        with self._lock, self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO template (cloud, code, body) VALUES (?, ?, ?)",
                [cloud, code, body],
            )

    def template(self, cloud: str, code: str) -> str | None:
        """The words of a template, or None."""
        with self._lock:
            row = self._db.execute(
                "SELECT body FROM template WHERE cloud = ? AND code = ?", [cloud, code]
            ).fetchone()
        return str(row[0]) if row else None


def _where(text: str) -> tuple[str, list[str]]:
    if not text:
        return "", []
    like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return (
        "WHERE number LIKE ? ESCAPE '\\' OR body LIKE ? ESCAPE '\\' OR signature LIKE ? ESCAPE '\\'",
        [like, like, like],
    )
