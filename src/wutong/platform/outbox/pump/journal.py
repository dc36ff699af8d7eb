"""What this pump has on the wire, in a file that outlives the process.

The table says that a batch is being sent; the journal says how far each message of it got, for
the price of two bytes in a mapped page. Those bytes survive ``kill -9`` (they are in the
kernel), so after it only messages whose final dot had left are uncertain, not whole batches.
They do not survive a power cut, so a journal written before this boot is not believed.

The pump holds a lock on its file as long as it lives; whoever gets the lock knows it is dead.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from types import TracebackType
    from uuid import UUID

_MAGIC = b"WTOUTBX1"
_HEADER = 64
_ENTRY = struct.Struct("<QH6x")
_CODE = struct.Struct("<H")
_SLOTS = 8192
_SIZE = _HEADER + _SLOTS * _ENTRY.size
_BOOT = Path("/proc/sys/kernel/random/boot_id")

CLAIMED = 0
DOTTED = 1


def _boot() -> bytes:
    """Identifies this boot of this machine; empty where the system does not say."""
    try:
        return _BOOT.read_bytes().strip()[:48]
    except OSError:
        return b""


def _path(folder: Path, run: UUID) -> Path:
    return folder / f"{run}.journal"


class Journal:
    """The living side; a ``smtp.items.WireLog``. Used by one thread for marks."""

    def __init__(self, folder: Path, run: UUID) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = _path(folder, run)
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            # Room for all of it now: on a full disk a page that is first written through the
            # mapping would end the process.
            os.posix_fallocate(self._file, 0, _SIZE)
        except OSError:
            self._path.unlink()
            os.close(self._file)
            raise
        self._map = mmap.mmap(self._file, _SIZE)
        boot = _boot()
        self._map[: len(_MAGIC) + len(boot)] = _MAGIC + boot
        self._free = deque(range(_SLOTS))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> Literal[False]:
        """Gone when everything was written back; kept for recovery when we leave in a hurry."""
        self._map.close()
        if len(self._free) == _SLOTS:
            self._path.unlink(missing_ok=True)
        os.close(self._file)
        return False

    @property
    def room(self) -> int:
        """How many more messages may be claimed."""
        return len(self._free)

    def enter(self, delivery_id: int) -> int:
        """A slot for a claimed delivery."""
        slot = self._free.popleft()
        _ENTRY.pack_into(self._map, _HEADER + slot * _ENTRY.size, delivery_id, CLAIMED)
        return slot

    def leave(self, slot: int) -> None:
        """The outcome is in the table."""
        _ENTRY.pack_into(self._map, _HEADER + slot * _ENTRY.size, 0, CLAIMED)
        self._free.append(slot)

    def dotting(self, slot: int) -> None:
        """Written before the final dot leaves, never after."""
        self._mark(slot, DOTTED)

    def undotted(self, slot: int) -> None:
        self._mark(slot, CLAIMED)

    def answered(self, slot: int, code: int) -> None:
        self._mark(slot, code)

    def _mark(self, slot: int, code: int) -> None:
        _CODE.pack_into(self._map, _HEADER + slot * _ENTRY.size + 8, code)


@dataclass(frozen=True)
class Remains:
    """What a dead pump left: codes by delivery id (``DOTTED`` or the server's reply code).

    A claimed delivery that is not in ``codes`` had no final dot on the wire.
    """

    codes: dict[int, int]


def read_remains(folder: Path, run: UUID) -> Remains | Literal["alive"] | None:
    """The journal of ``run``: its remains, "alive", or None when there is none to believe."""
    try:
        descriptor = os.open(_path(folder, run), os.O_RDWR)
    except OSError:
        return None
    try:
        raw = os.pread(descriptor, _SIZE, 0)
        boot = _boot()
        ours = boot and raw[: len(_MAGIC) + len(boot)] == _MAGIC + boot and len(raw) == _SIZE
        if not ours:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return "alive"
    finally:
        os.close(descriptor)
    return Remains(
        {
            delivery: code
            for delivery, code in _ENTRY.iter_unpack(raw[_HEADER:])
            if delivery and code != CLAIMED
        }
    )


def forget(folder: Path, run: UUID) -> None:
    """Remove a dead pump's journal after recovery."""
    _path(folder, run).unlink(missing_ok=True)
