"""Caught mails in one SQLite file: bounded, compressed, searchable."""

from __future__ import annotations

import re
import sqlite3
import threading
import time
import zlib
from dataclasses import dataclass
from email.header import decode_header, make_header
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CAPACITY = 30_000
_WINDOW = 32_000  # as far as zlib looks back
_HEADER = re.compile(
    rb"^(from|to|subject|date|message-id):[ \t]*(.*(?:\r?\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE
)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS base (id INTEGER PRIMARY KEY, raw BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT, caught REAL NOT NULL, envelope_from TEXT NOT NULL,
    envelope_to TEXT NOT NULL, author TEXT NOT NULL, recipient TEXT NOT NULL,
    subject TEXT NOT NULL, size INTEGER NOT NULL, base INTEGER, raw BLOB NOT NULL
);
"""
_COLUMNS = "id, caught, envelope_from, envelope_to, author, recipient, subject, size"


@dataclass(frozen=True)
class Envelope:
    """A mail as it came over the wire."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes


@dataclass(frozen=True)
class Caught:
    """A line of the list."""

    id: int
    caught: float
    envelope_from: str
    envelope_to: str
    author: str
    recipient: str
    subject: str
    size: int


def _decoded(value: bytes) -> str:
    text = b" ".join(value.split()).decode("utf-8", "replace")
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, ValueError):
        return text


def headers_of(raw: bytes) -> dict[str, str]:
    """The headers the list shows, decoded."""
    head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    found: dict[str, str] = {}
    for name, value in _HEADER.findall(head):
        found.setdefault(name.decode("ascii").lower(), _decoded(value))
    return found


class Store:
    """Mails on disk. A campaign's messages are alike, so each is kept as what differs."""

    def __init__(self, path: Path, *, capacity: int = CAPACITY) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._capacity = capacity
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.executescript(_SCHEMA)
        last = self._db.execute("SELECT id, raw FROM base ORDER BY id DESC LIMIT 1").fetchone()
        self._base: tuple[int, bytes] | None = (last[0], zlib.decompress(last[1])) if last else None

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def add(self, mails: Sequence[Envelope]) -> None:
        """Keep mails; the oldest go when there are more than the capacity."""
        with self._lock, self._db:
            rows = [self._row(mail) for mail in mails]
            self._db.executemany(
                "INSERT INTO mail (caught, envelope_from, envelope_to, author, recipient,"
                " subject, size, base, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            newest = self._db.execute("SELECT max(id) FROM mail").fetchone()[0] or 0
            self._db.execute("DELETE FROM mail WHERE id <= ?", [newest - self._capacity])

    def clear(self) -> int:
        """Forget everything; how many there were."""
        with self._lock:
            with self._db:
                count = self._db.execute("DELETE FROM mail").rowcount
                self._db.execute("DELETE FROM base")
                self._base = None
            self._db.execute("VACUUM")
        return int(count)

    def total(self, text: str = "") -> int:
        """How many mails there are, or match."""
        where, values = _where(text)
        with self._lock:
            found = self._db.execute(f"SELECT count(*) FROM mail {where}", values)  # noqa: S608
            return int(found.fetchone()[0])

    def newest(self) -> int:
        """The number of the newest mail, 0 without any."""
        with self._lock:
            return int(self._db.execute("SELECT max(id) FROM mail").fetchone()[0] or 0)

    def page(self, text: str = "", *, limit: int = 50, offset: int = 0) -> list[Caught]:
        """Newest first; ``text`` looks in recipient, sender and subject."""
        where, values = _where(text)
        with self._lock:
            rows = self._db.execute(
                f"SELECT {_COLUMNS} FROM mail {where} ORDER BY id DESC LIMIT ? OFFSET ?",  # noqa: S608
                [*values, limit, offset],
            ).fetchall()
        return [Caught(*row) for row in rows]

    def get(self, number: int) -> tuple[Caught, bytes] | None:
        """One mail and its source, or None."""
        with self._lock:
            row = self._db.execute(
                f"SELECT {_COLUMNS}, base, raw FROM mail WHERE id = ?",  # noqa: S608
                [number],
            ).fetchone()
            if row is None:
                return None
            raw = self._unpack(row[8], row[9])
        return Caught(*row[:8]), raw

    def _unpack(self, base: int | None, packed: bytes) -> bytes:
        if base is None:
            return zlib.decompress(packed)
        found = self._db.execute("SELECT raw FROM base WHERE id = ?", [base]).fetchone()
        return zlib.decompressobj(zdict=zlib.decompress(found[0])).decompress(packed)

    def _row(self, mail: Envelope) -> tuple[object, ...]:
        found = headers_of(mail.raw)
        base, packed = self._pack(mail.raw)
        return (
            time.time(),
            mail.sender,
            ", ".join(mail.recipients),
            found.get("from", ""),
            found.get("to", "") or ", ".join(mail.recipients),
            found.get("subject", ""),
            len(mail.raw),
            base,
            packed,
        )

    def _pack(self, raw: bytes) -> tuple[int | None, bytes]:
        """Against the last mail that was unlike its forerunner, where that helps."""
        if len(raw) > _WINDOW:
            return None, zlib.compress(raw, 1)
        if self._base is not None:
            number, model = self._base
            packer = zlib.compressobj(1, zdict=model)
            packed = packer.compress(raw) + packer.flush()
            if len(packed) * 3 < len(raw):
                return number, packed
        cursor = self._db.execute("INSERT INTO base (raw) VALUES (?)", [zlib.compress(raw, 6)])
        self._base = (int(cursor.lastrowid or 0), raw)
        return self._base[0], zlib_with(raw, raw)


def zlib_with(raw: bytes, model: bytes) -> bytes:
    """``raw`` packed against ``model``."""
    packer = zlib.compressobj(1, zdict=model)
    return packer.compress(raw) + packer.flush()


def _where(text: str) -> tuple[str, list[str]]:
    words = text.split()
    if not words:
        return "", []
    condition = (
        "(recipient || ' ' || envelope_to || ' ' || author || ' ' || subject) LIKE ? ESCAPE '!'"
    )
    patterns = [
        "%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%" for word in words
    ]
    return "WHERE " + " AND ".join([condition] * len(words)), patterns
