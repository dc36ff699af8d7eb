"""The reading process: `python -m wutong.platform.tabular.reading.child`.

One JSON value a line on standard output: first `{"meta": …}`, then chunks of rows
`[[number, [cell, …]], …]`, last `{"end": …}` or `{"problem": …}`. A process of its own keeps a
hostile workbook from taking the worker down, and gives its memory back when it ends.
"""

import json
import resource
import sys
import zipfile
from pathlib import Path
from typing import Any

from wutong.platform.tabular.limits import LIMITS
from wutong.platform.tabular.reading import xlsx
from wutong.platform.tabular.reading.problems import Problem


def main(path: str, sheet_name: str, limit: int, chunk: int) -> int:
    """Read one sheet (the first visible one if the name is empty) and write its rows."""
    resource.setrlimit(resource.RLIMIT_AS, (LIMITS.child_memory, LIMITS.child_memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _read(Path(path), sheet_name, limit or None, chunk)
    except Problem as problem:
        _write({"problem": problem.code, "detail": problem.detail})
    except MemoryError:
        _write({"problem": "memory", "detail": {}})
    except (zipfile.BadZipFile, EOFError, OSError, KeyError, ValueError, RuntimeError):
        # zlib errors are BadZipFile or ValueError here; RuntimeError is an encrypted member
        _write({"problem": "damaged", "detail": {}})
    return 0


def _read(path: Path, sheet_name: str, limit: int | None, chunk: int) -> None:
    with zipfile.ZipFile(path) as archive:
        book = xlsx.read_workbook(archive)
        visible = [sheet for sheet in book.sheets if not sheet.hidden] or book.sheets
        sheet = next((sheet for sheet in book.sheets if sheet.name == sheet_name), visible[0])
        _write(
            {
                "meta": {
                    "sheets": [sheet.name for sheet in visible],
                    "sheet": sheet.name,
                    "epoch_1904": book.epoch_1904,
                }
            }
        )
        tally = xlsx.Tally()
        held: list[tuple[int, list[str]]] = []
        for row in xlsx.rows(archive, sheet, tally, limit=limit):
            held.append(row)
            if len(held) >= chunk:
                _write(held)
                held = []
        if held:
            _write(held)
        _write(
            {
                "end": {
                    "rows_hint": tally.rows_hint,
                    "blank_rows": tally.blank_rows,
                    "formulas": tally.formulas,
                    "formula_cells": tally.formula_cells or [],
                }
            }
        )


def _write(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    sys.stdout.write("\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
