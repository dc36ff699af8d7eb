"""Workbooks, read in pieces so that memory stays flat whatever their length.

The sheet's XML is unpacked as a stream and cut after whole rows; each piece becomes a small
workbook of its own (same shared strings and styles) which calamine reads. The original archive is
never handed to the parser, so its lies about sizes and overlapping members end here.
"""

import itertools
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

import python_calamine
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from wutong.platform.tabular.limits import LIMITS, Limits
from wutong.platform.tabular.reading.cells import clean_row, text_of
from wutong.platform.tabular.reading.csvfile import check_row
from wutong.platform.tabular.reading.problems import Problem

_BLOCK = 1 << 20
_SHEET_DATA = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData\b[^>]*?(/?)>")
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\b[^>]*?ref=\"[A-Z]+\d+:[A-Z]+(\d{1,7})\"")
_FORMULA_LIMIT = 200  # cells named; all are counted
_GAP_LIMIT = 20
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATIONSHIP = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet that can be read: its name and the part of the archive that holds it."""

    name: str
    part: str
    hidden: bool


@dataclass(slots=True)
class Workbook:
    """The directory of a workbook."""

    sheets: list[Sheet]
    epoch_1904: bool


@dataclass(slots=True)
class Tally:
    """What was met on the way through a sheet."""

    blank_rows: int = 0
    formulas: int = 0
    formula_cells: list[str] | None = None
    rows_hint: int = 0


def read_workbook(archive: zipfile.ZipFile, limits: Limits = LIMITS) -> Workbook:
    """Which sheets there are, and from which day its dates count (1900 or 1904)."""
    root = _xml(archive, "xl/workbook.xml", limits)
    relations = {
        node.get("Id"): node.get("Target", "")
        for node in _xml(archive, "xl/_rels/workbook.xml.rels", limits)
        if node.get("Type", "").endswith("/worksheet")
    }
    sheets: list[Sheet] = []
    epoch_1904 = False
    for node in root.iter():
        tag = _local(node)
        if tag == "workbookPr":
            epoch_1904 = node.get("date1904") in {"1", "true", "on"}
        if tag == "sheet":
            target = relations.get(node.get(_RELATIONSHIP) or node.get(_STRICT_RELATIONSHIP))
            if target:
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                hidden = node.get("state", "visible") != "visible"
                sheets.append(Sheet(node.get("name", ""), part, hidden))
    if not sheets:
        raise Problem("damaged")
    return Workbook(sheets, epoch_1904)


def rows(
    archive: zipfile.ZipFile,
    sheet: Sheet,
    tally: Tally,
    *,
    limit: int | None = None,
    limits: Limits = LIMITS,
) -> Iterator[tuple[int, list[str]]]:
    """Row number and cleaned cells of every row that is not blank."""
    given = 0
    with tempfile.TemporaryDirectory(prefix="wutong-sheet-") as folder:
        for piece in _pieces(archive, sheet, tally, Path(folder), limit, limits):
            for number, cells in _piece_rows(piece, sheet, tally, limits):
                yield number, cells
                given += 1
                if limit is not None and given >= limit:
                    return
            piece.unlink()


def _piece_rows(
    piece: Path, sheet: Sheet, tally: Tally, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    try:
        with python_calamine.CalamineWorkbook.from_path(piece) as book:
            table = book.get_sheet_by_name(sheet.name)
            if table.start is None:
                return
            # The iterator counts from the sheet's first row, but from the table's first column.
            first_row, first_column = table.start
            pad = [""] * min(first_column, limits.columns + 1)
            counted = itertools.islice(enumerate(table.iter_rows(), 1), first_row, None)
            for number, values in counted:
                cells = clean_row(pad + [text_of(value) for value in values])
                if not any(cells):
                    tally.blank_rows += 1
                    continue
                if number > limits.rows:
                    raise Problem("too_many_rows", limit=limits.rows)
                check_row(number, cells, limits)
                yield number, cells
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise Problem("damaged") from error


def _pieces(
    archive: zipfile.ZipFile,
    sheet: Sheet,
    tally: Tally,
    folder: Path,
    limit: int | None,
    limits: Limits,
) -> Iterator[Path]:
    shell = _Shell(archive, sheet, folder, limits)
    with archive.open(_member(archive, sheet.part)) as stream:
        head, rest, prefix = _head(stream, tally)
        if not rest and not prefix:
            return
        tail = b"</%bsheetData></%bworksheet>" % (prefix, prefix)
        # A preview needs the first rows only; a short sheet is read whole either way.
        size = shell.piece if limit is None else min(shell.piece, 4 * _BLOCK)
        cutter = _Cutter(stream, rest, prefix, tally, limits)
        for index, chunks in enumerate(cutter.groups(size)):
            yield shell.write(index, head, chunks, tail)


class _Cutter:
    """Cuts the stream of a sheet's rows into groups of whole rows."""

    def __init__(
        self,
        stream: IO[bytes],
        rest: bytes,
        prefix: bytes,
        tally: Tally,
        limits: Limits,
    ) -> None:
        self._stream = stream
        self._carry = rest
        self._end = b"</%brow>" % prefix
        self._close = b"</%bsheetData" % prefix
        self._row = re.compile(rb"<%brow\b[^>]*?\br=[\"'](\d+)[\"']" % re.escape(prefix))
        self._formula = re.compile(
            rb"<%bc\b[^>]*?\br=[\"']([A-Z]{1,3}\d{1,7})[\"'][^>]*>\s*<%bf\b"
            % (re.escape(prefix), re.escape(prefix))
        )
        self._marker = b"<%bf" % prefix
        self._tally = tally
        self._limits = limits
        self._last_row = 0
        self._gaps = 0

    def groups(self, size: int) -> Iterator[list[bytes]]:
        group: list[bytes] = []
        held = 0
        for block in self._blocks():
            for part, jumps in self._by_gaps(block):
                if group and (jumps or held + len(part) > size):
                    yield group
                    group, held = [], 0
                if part:
                    group.append(part)
                    held += len(part)
        if group:
            yield group

    def _blocks(self) -> Iterator[bytes]:
        """Stretches of whole rows, about a megabyte each."""
        while True:
            data = self._stream.read(_BLOCK)
            held = self._carry + data
            closing = held.find(self._close)
            if closing >= 0:
                self._carry = b""
                self._note_formulas(held[:closing])
                yield held[:closing]
                return
            if not data:
                raise Problem("damaged")
            cut = held.rfind(self._end)
            if cut < 0:
                if len(held) > self._limits.shared_piece:
                    raise Problem("row_too_long")
                self._carry = held
                continue
            cut += len(self._end)
            self._carry = held[cut:]
            self._note_formulas(held[:cut])
            yield held[:cut]

    def _by_gaps(self, block: bytes) -> Iterator[tuple[bytes, bool]]:
        """The block, cut where thousands of rows are missing: the parser fills such holes."""
        begin, jumps = 0, False
        for match in self._row.finditer(block):
            number = int(match.group(1)[:9])
            if number - self._last_row > self._limits.row_gap:
                self._gaps += 1
                if self._gaps > _GAP_LIMIT:
                    raise Problem("too_sparse", row=number)
                if match.start() > begin:
                    yield block[begin : match.start()], jumps
                begin, jumps = match.start(), True
            self._last_row = number
        yield block[begin:], jumps

    def _note_formulas(self, rows: bytes) -> None:
        if self._marker not in rows:
            return
        found = [match.group(1).decode() for match in self._formula.finditer(rows)]
        cells = self._tally.formula_cells
        if cells is None:
            cells = self._tally.formula_cells = []
        self._tally.formulas += len(found)
        cells.extend(found[: _FORMULA_LIMIT - len(cells)])


class _Shell:
    """Everything of the workbook but its rows: copied once into each piece."""

    def __init__(
        self, archive: zipfile.ZipFile, sheet: Sheet, folder: Path, limits: Limits
    ) -> None:
        self._archive = archive
        self._sheet = sheet
        self._folder = folder
        wanted = {
            "[content_types].xml": limits.small_part,
            "_rels/.rels": limits.small_part,
            "xl/workbook.xml": limits.small_part,
            "xl/_rels/workbook.xml.rels": limits.small_part,
            "xl/styles.xml": limits.small_part,
            "xl/sharedstrings.xml": limits.shared_strings,
        }
        self._parts: dict[str, Path] = {}
        self.piece = limits.piece
        for info in archive.infolist():
            name = info.filename.lower()
            cap = wanted.get(name)
            if name == "xl/sharedstrings.xml" and info.file_size > limits.many_strings:
                self.piece = limits.shared_piece
            if cap is not None:
                if info.file_size > cap:
                    raise Problem("bomb", unpacked=info.file_size)
                self._parts[info.filename] = self._unpack(info.filename)

    def _unpack(self, name: str) -> Path:
        target = self._folder / f"part{len(self._parts)}"
        with self._archive.open(name) as source, target.open("wb") as file:
            first = True
            while block := source.read(_BLOCK):
                if first and b"<!DOCTYPE" in block[:4096].upper():
                    raise Problem("entities")
                first = False
                file.write(block)
        return target

    def write(self, index: int, head: bytes, chunks: list[bytes], tail: bytes) -> Path:
        path = self._folder / f"piece{index}.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as piece:
            for name, source in self._parts.items():
                piece.write(source, name)
            with piece.open(self._sheet.part, "w", force_zip64=True) as out:
                out.write(head)
                for chunk in chunks:
                    out.write(chunk)
                out.write(tail)
        return path


def _head(stream: IO[bytes], tally: Tally) -> tuple[bytes, bytes, bytes]:
    """What stands before the first row, the rest already read, and the namespace prefix."""
    held = b""
    while True:
        data = stream.read(_BLOCK)
        held += data
        if b"<!DOCTYPE" in held[:4096].upper():
            raise Problem("entities")
        if held[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise Problem("damaged")
        match = _SHEET_DATA.search(held)
        if match:
            if match.group(2):
                return b"", b"", b""
            prefix = match.group(1)
            root = re.search(rb"<%bworksheet\b[^>]*>" % re.escape(prefix), held[: match.start()])
            if root is None:
                raise Problem("damaged")
            if said := _DIMENSION.search(held[: match.start()]):
                tally.rows_hint = int(said.group(1))
            # Only the root and the opening: views and column widths are of no use to us.
            return held[: root.end()] + b"<%bsheetData>" % prefix, held[match.end() :], prefix
        if not data or len(held) > 16 * _BLOCK:
            raise Problem("damaged")


def _xml(archive: zipfile.ZipFile, name: str, limits: Limits) -> Element:
    member = _member(archive, name)
    if archive.getinfo(member).file_size > limits.small_part:
        raise Problem("bomb", unpacked=archive.getinfo(member).file_size)
    try:
        root: Element = ElementTree.fromstring(archive.read(member), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Problem("entities") from error
    except ParseError as error:
        raise Problem("damaged") from error
    return root


def _member(archive: zipfile.ZipFile, name: str) -> str:
    """The archive's own spelling of a part: some programmes change the case."""
    for info in archive.infolist():
        if info.filename.lower() == name.lower():
            return info.filename
    raise Problem("damaged")


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]
