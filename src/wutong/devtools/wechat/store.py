"""Fans, what they allowed, and what was said both ways, in one SQLite file."""

from __future__ import annotations

import sqlite3
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

CAPACITY = 30_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS fan (
    openid TEXT PRIMARY KEY, nickname TEXT NOT NULL, follows INTEGER NOT NULL DEFAULT 1,
    wrote REAL NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS allowed (
    openid TEXT NOT NULL, template TEXT NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (openid, template)
);
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, openid TEXT NOT NULL,
    own INTEGER NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, page TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'sent'
);
"""


@dataclass(frozen=True)
class Said:
    """A notice or words; ``own`` were written by the fan."""

    id: int
    caught: float
    openid: str
    own: bool
    title: str
    body: str
    page: str
    state: str
    nickname: str


@dataclass(frozen=True)
class Fan:
    """Somebody with WeChat; ``wrote`` is when they last did."""

    openid: str
    nickname: str
    follows: bool
    wrote: float


class WechatStore:
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

    def fan(self, openid: str) -> Fan | None:
        """One fan, or None."""
        with self._lock:
            row = self._db.execute(
                "SELECT openid, nickname, follows, wrote FROM fan WHERE openid = ?", [openid]
            ).fetchone()
        return Fan(row[0], row[1], bool(row[2]), row[3]) if row else None

    def fans(self, limit: int = 50) -> list[Fan]:
        """Those who did something last, first."""
        with self._lock:
            rows = self._db.execute(
                "SELECT openid, nickname, follows, wrote FROM fan ORDER BY rowid DESC LIMIT ?",
                [limit],
            ).fetchall()
        return [Fan(row[0], row[1], bool(row[2]), row[3]) for row in rows]

    def keep_fan(self, openid: str, nickname: str = "", *, follows: bool = True) -> None:
        """A fan as they are now."""
        with self._lock, self._db:
            self._db.execute(
                "INSERT INTO fan (openid, nickname, follows) VALUES (?, ?, ?)"
                " ON CONFLICT (openid) DO UPDATE SET follows = excluded.follows",
                [openid, nickname or openid[-6:], int(follows)],
            )
            if not follows:
                self._db.execute("DELETE FROM allowed WHERE openid = ?", [openid])

    def wrote(self, openid: str) -> None:
        """The 48 hours begin anew."""
        with self._lock, self._db:
            self._db.execute("UPDATE fan SET wrote = ? WHERE openid = ?", [time.time(), openid])

    def allow(self, openid: str, template: str, times: int) -> None:
        """``times`` more notices; a thousand million stand for any number, less takes them away."""
        with self._lock, self._db:
            self._db.execute(
                "INSERT INTO allowed (openid, template, times) VALUES (?, ?, max(?, 0))"
                " ON CONFLICT (openid, template) DO UPDATE SET times = max(times + ?, 0)",
                [openid, template, times, times],
            )

    def allowed(self, openid: str, template: str) -> int:
        """How many more notices the fan takes."""
        with self._lock:
            row = self._db.execute(
                "SELECT times FROM allowed WHERE openid = ? AND template = ?", [openid, template]
            ).fetchone()
        return int(row[0]) if row else 0

    def add(self, openid: str, *, own: bool, title: str, body: str, page: str = "") -> int:
        """Something was said; its number."""
        with self._lock, self._db:
            cursor = self._db.execute(
                "INSERT INTO message (at, openid, own, title, body, page)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [time.time(), openid, int(own), title, body, page],
            )
            number = int(cursor.lastrowid or 0)
            self._db.execute("DELETE FROM message WHERE id <= ?", [number - self._capacity])
        return number

    def mark(self, number: int, state: str) -> None:
        """What the event said of it."""
        with self._lock, self._db:
            self._db.execute("UPDATE message SET state = ? WHERE id = ?", [state, number])

    def clear(self) -> None:
        """Forget what was said; the fans stay."""
        with self._lock, self._db:
            self._db.execute("DELETE FROM message")

    def newest(self) -> int:
        """The number of the newest, 0 without any."""
        with self._lock:
            return int(self._db.execute("SELECT max(id) FROM message").fetchone()[0] or 0)

    def total(self, text: str = "") -> int:
        """How many there are, or match."""
        where, values = _where(text)
        with self._lock:
            found = self._db.execute(f"SELECT count(*) FROM message m {where}", values)  # noqa: S608
            return int(found.fetchone()[0])

    def page(self, text: str = "", *, limit: int = 50, offset: int = 0) -> list[Said]:
        """Newest first; ``text`` looks in openid and words."""
        where, values = _where(text)
        with self._lock:
            rows = self._db.execute(
                "SELECT m.id, m.at, m.openid, m.own, m.title, m.body, m.page, m.state,"  # noqa: S608
                " coalesce(f.nickname, '') FROM message m LEFT JOIN fan f USING (openid)"
                f" {where} ORDER BY m.id DESC LIMIT ? OFFSET ?",
                [*values, limit, offset],
            ).fetchall()
        return [_said(row) for row in rows]


def _said(row: tuple[Any, ...]) -> Said:
    number, caught, openid, own, title, body, page, state, nickname = row
    return Said(number, caught, openid, bool(own), title, body, page, state, nickname)


def _where(text: str) -> tuple[str, list[str]]:
    if not text:
        return "", []
    like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    places = " OR ".join(f"m.{name} LIKE ? ESCAPE '\\'" for name in ("openid", "body", "title"))
    return f"WHERE {places}", [like, like, like]
