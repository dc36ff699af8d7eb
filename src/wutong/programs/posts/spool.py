"""Reads noted beside the request: one line appended to a file of this process.

A line is one ``write`` to a file opened for appending, so it is in the system's cache before the
reader has the page, and survives whatever happens to the process. Each process has its own file
and begins another every hour; a job counts them and takes old ones away. No Django in here: a
test kills processes that import nothing else.

Several machines: put the folder on a file system they share, or run a worker on each.
"""

from __future__ import annotations

import os
import secrets
import socket
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".reads"
PERIOD = 3600  # seconds a file is written to
SETTLED = 2 * PERIOD  # a file older than that has no writer any more
LONGEST = 200


class SpoolWriter:
    """Appends lines to the file of this process and this hour."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made_for: tuple[int, int] = (0, 0)
        self._file = -1

    def write(self, line: str) -> None:
        """Append one line; raises OSError when it could not be written whole."""
        raw = line.encode()[:LONGEST] + b"\n"
        if os.write(self._current(), raw) != len(raw):
            self._made_for = (0, 0)  # torn: the next line begins in a new file
            message = "a read was not written whole"
            raise OSError(message)

    def _current(self) -> int:
        wanted = (os.getpid(), int(time.time()) // PERIOD)
        if wanted != self._made_for:
            self._open(*wanted)
        return self._file

    def _open(self, process: int, hour: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        host = "".join(c for c in socket.gethostname() if c.isalnum() or c == "-")[:40]
        name = f"{hour * PERIOD}-{host}-{process}-{secrets.token_hex(4)}{SUFFIX}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        opened = os.open(self._folder / name, flags, 0o600)
        before, own = self._file, self._made_for[0] == process
        self._file, self._made_for = opened, (process, hour)
        if before >= 0 and own:
            os.close(before)


def spools(folder: Path) -> list[Path]:
    """Every spool file, the oldest first."""
    return sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []


def whole_lines(path: Path, offset: int, most: int) -> tuple[list[bytes], int]:
    """The lines that are written whole from ``offset`` on, at most ``most`` bytes of them, and
    where the next one begins.
    """
    with path.open("rb") as file:
        file.seek(offset)
        data = file.read(most)
    end = data.rfind(b"\n") + 1
    return data[:end].split(b"\n")[:-1], offset + end


def is_settled(path: Path) -> bool:
    """Whether nobody writes to it any more."""
    began = path.name.partition("-")[0]
    return began.isdigit() and int(began) + SETTLED < time.time()
