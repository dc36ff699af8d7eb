"""What a channel offers, and what the channels share."""

from __future__ import annotations

import csv
import io
from fnmatch import fnmatchcase
from typing import IO, TYPE_CHECKING, Any, Protocol

from django.utils.translation import gettext as _

from wutong.kernel.errors import WutongError
from wutong.platform.tabular.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Options = dict[str, Any]
CONNECT_SECONDS = 15
READ_SECONDS = 120
PIECE = 1 << 18
UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload")


class SourceError(WutongError):
    """The register could not be fetched; the sentence says what to do."""


class Channel(Protocol):
    """A way to fetch a register."""

    def fetch(self, options: Options, secret: str, out: IO[bytes]) -> str:
        """Write the register into `out`; the name of the file. Raises `SourceError`."""

    def look(self, options: Options, secret: str) -> str:
        """Try the connection without fetching; what was found, in words. Raises `SourceError`."""


class Measured:
    """Writes to `out` and stops what is larger than an import may be."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._size = 0

    def write(self, piece: bytes) -> None:
        """Or `SourceError`."""
        self._size += len(piece)
        if self._size > LIMITS.file_size:
            raise SourceError(
                _("The register is larger than %(limit)s MB. Let the other system send less.")
                % {"limit": LIMITS.file_size // (1 << 20)}
            )
        self._out.write(piece)


def newest(names: Iterable[tuple[float, str]], pattern: str) -> str:
    """The youngest of (modified, name) whose name fits; what is still being written is passed
    over. Raises `SourceError` where there is none.
    """
    found = [
        (modified, name)
        for modified, name in names
        if fnmatchcase(name.lower(), pattern.lower())
        and not name.startswith((".", "~"))
        and not name.lower().endswith(UNFINISHED)
    ]
    if not found:
        raise SourceError(_("No file named like “%(pattern)s” is there.") % {"pattern": pattern})
    return max(found)[1]


def write_table(out: Measured, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Rows as CSV in UTF-8; how many."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([plain(value) for value in row])
        count += 1
        if text.tell() > PIECE:
            _flush(text, out)
    _flush(text, out)
    return count


def plain(value: Any) -> str:
    """A value as a cell: dates as ISO, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "、".join(plain(item) for item in value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def flat(record: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """A record without records in it: `{"college": {"name": …}}` gives `college.name`."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            found.update(flat(value, f"{before}{key}."))
        else:
            found[f"{before}{key}"] = value
    return found


def _flush(text: io.StringIO, out: Measured) -> None:
    out.write(text.getvalue().encode())
    text.seek(0)
    text.truncate()
