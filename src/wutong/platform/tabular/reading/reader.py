"""The one entrance to a file's rows, whatever kind of table it is."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any

import wutong
from wutong.platform.tabular.limits import LIMITS
from wutong.platform.tabular.reading import csvfile
from wutong.platform.tabular.reading.problems import Problem
from wutong.platform.tabular.reading.sniff import kind_of

Row = tuple[int, list[str]]
_SOURCE = str(Path(wutong.__file__).resolve().parent.parent)
_SILENCE = 180.0  # seconds without a row before the reading process is taken for stuck


@dataclass(slots=True)
class Source:
    """An opened file: iterate `chunks()` once; `notes` is filled when it has ended."""

    path: Path
    kind: str
    sheet: str = ""
    limit: int | None = None
    sheets: list[str] = field(default_factory=list)
    epoch_1904: bool = False
    encoding: str = ""
    delimiter: str = ""
    notes: dict[str, Any] = field(default_factory=dict)

    def chunks(self, size: int = 2_000) -> Iterator[list[Row]]:
        """Rows in the order of the file; `Problem` where reading cannot go on."""
        if self.kind == "csv":
            yield from self._csv_chunks(size)
        else:
            yield from self._workbook_chunks(size)

    def _csv_chunks(self, size: int) -> Iterator[list[Row]]:
        form = csvfile.text_format(self.path)
        self.encoding, self.delimiter = form.encoding, form.delimiter
        held: list[Row] = []
        try:
            for row in csvfile.rows(self.path, form, limit=self.limit):
                held.append(row)
                if len(held) >= size:
                    yield held
                    held = []
        except UnicodeError as error:
            raise Problem("encoding", line=0) from error
        if held:
            yield held

    def _workbook_chunks(self, size: int) -> Iterator[list[Row]]:
        command = [sys.executable, "-m", "wutong.platform.tabular.reading.child"]
        command += [str(self.path), self.sheet, str(self.limit or 0), str(size)]
        # Our own programme with our own path: nothing of the file reaches a shell.
        process = subprocess.Popen(  # noqa: S603
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env={"PYTHONPATH": _SOURCE, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        try:
            yield from self._frames(process)
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()

    def _frames(self, process: "subprocess.Popen[bytes]") -> Iterator[list[Row]]:
        assert process.stdout is not None
        while True:
            watch = Timer(_SILENCE, process.kill)
            watch.daemon = True
            watch.start()
            line = process.stdout.readline()
            watch.cancel()
            if not line:
                # Killed by its memory limit, by the watch, or by the system.
                raise Problem("memory")
            frame = json.loads(line)
            if isinstance(frame, list):
                yield [(number, cells) for number, cells in frame]
            elif "meta" in frame:
                self.sheets = frame["meta"]["sheets"]
                self.sheet = frame["meta"]["sheet"]
                self.epoch_1904 = frame["meta"]["epoch_1904"]
            elif "end" in frame:
                self.notes = frame["end"]
                return
            else:
                raise Problem(frame["problem"], **frame["detail"])


def open_source(path: Path, *, sheet: str = "", limit: int | None = None) -> Source:
    """Say what the file is and prepare to read it; `Problem` if it is no table we know."""
    return Source(path=path, kind=kind_of(path, LIMITS), sheet=sheet, limit=limit)
