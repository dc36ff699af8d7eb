"""Text tables: which encoding, which delimiter, and then row by row."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wutong.platform.tabular.limits import LIMITS, Limits
from wutong.platform.tabular.reading.cells import cell_name, clean_row
from wutong.platform.tabular.reading.problems import Problem

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",\t;|，"
_BLOCK = 1 << 20
_SAMPLE_CHARS = 64_000


@dataclass(frozen=True, slots=True)
class TextFormat:
    """How the text is to be read: a Python codec and one delimiter character."""

    encoding: str
    delimiter: str


def text_format(path: Path) -> TextFormat:
    """Encoding and delimiter; `Problem("encoding")` names the first byte that fits neither."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(_SAMPLE_CHARS)
    if not sample.strip():
        raise Problem("empty")
    controls = sum(1 for char in sample if char < " " and char not in "\t\r\n\0\x1a\f\v")
    if controls > max(8, len(sample) // 50):
        raise Problem("binary")
    return TextFormat(encoding, _delimiter(sample))


def rows(
    path: Path, form: TextFormat, *, limit: int | None = None, limits: Limits = LIMITS
) -> Iterator[tuple[int, list[str]]]:
    """Row number as a spreadsheet shows it, and its cleaned cells; blank rows are skipped.

    A quoted cell may hold line breaks: the number counts rows, not lines.
    """
    with path.open(encoding=form.encoding, newline="") as file:
        reader = csv.reader(_without_nul(file), delimiter=form.delimiter, strict=False)
        number = 0
        given = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Problem("quote", row=number, line=reader.line_num) from error
            if number > limits.rows:
                raise Problem("too_many_rows", limit=limits.rows)
            cells = clean_row(cells)
            if not any(cells):
                continue
            check_row(number, cells, limits)
            yield number, cells
            given += 1
            if limit is not None and given >= limit:
                return


def check_row(number: int, cells: list[str], limits: Limits) -> None:
    """Refuse rows no register has: too many columns, or one cell as long as a book."""
    if len(cells) > limits.columns and any(cells[limits.columns :]):
        raise Problem("too_many_columns", row=number, columns=len(cells), limit=limits.columns)
    if sum(map(len, cells)) > limits.cell_chars:
        for column, cell in enumerate(cells):
            if len(cell) > limits.cell_chars:
                raise Problem(
                    "cell_too_long",
                    cell=cell_name(number, column),
                    chars=len(cell),
                    limit=limits.cell_chars,
                )


def _without_nul(file: io.TextIOBase | io.TextIOWrapper) -> Iterator[str]:
    for line in file:
        yield line.replace("\0", "") if "\0" in line else line


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name if _decodes(path, name) is None else _refuse(path, name)
    if (wide := _utf16_without_mark(head)) and _decodes(path, wide) is None:
        return wide
    failed_at = _decodes(path, "utf-8")
    if failed_at is None:
        return "utf-8"
    if _decodes(path, "gb18030") is None:
        return "gb18030"
    return _refuse(path, "utf-8", failed_at)


def _refuse(path: Path, encoding: str, offset: int | None = None) -> str:
    if offset is None:
        offset = _decodes(path, encoding) or 0
    with path.open("rb") as file:
        line = file.read(offset).count(b"\n") + 1
    raise Problem("encoding", line=line)


def _utf16_without_mark(head: bytes) -> str | None:
    """Every other byte of Latin letters and digits is zero in UTF-16."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < max(2, len(head) // 20):
        return None
    return "utf-16-be" if even > odd * 4 else "utf-16-le" if odd > even * 4 else None


def _decodes(path: Path, encoding: str) -> int | None:
    """None if the whole file decodes, otherwise the offset of the first wrong byte."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    done = 0
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return done + error.start
            done += len(block)
            if not block:
                return None


def _delimiter(sample: str) -> str:
    """The character that cuts most first lines into the same number of cells."""
    best, best_score = ",", 0.0
    for candidate in _DELIMITERS:
        try:
            widths = [
                len(row)
                for row in csv.reader(io.StringIO(sample, newline=""), delimiter=candidate)
                if any(row)
            ][:20]
        except csv.Error:
            continue
        cut = [width for width in widths if width > 1]
        if not cut:
            continue
        usual = max(set(cut), key=cut.count)
        score = cut.count(usual) / len(widths) * (1 + min(usual, 30) / 30)
        if score > best_score:
            best, best_score = candidate, score
    return best
