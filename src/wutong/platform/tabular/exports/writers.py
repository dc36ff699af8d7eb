"""Rows into files, safe to open: nothing in a cell is ever taken for a formula or a link."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.kernel.errors import WutongError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

MOST_ROWS = 1_048_575  # a sheet's rows but the heading
LONGEST_CELL = 32_767
_RISKY = frozenset(("=", "+", "-", "@", "\t", "\r"))
_EVERY = 5_000
Told = "Callable[[int], None]"


def safe_text(text: str) -> str:
    """Text that a spreadsheet shows as it is: a leading apostrophe where it would calculate."""
    return f"'{text}" if text[:1] in _RISKY else text


def write_csv(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    told: Callable[[int], None],
) -> int:
    """UTF-8 with a mark, so that Excel and WPS read Chinese; the number of rows written."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="", buffering=1 << 20) as file:
        writer = csv.writer(file)
        writer.writerow([safe_text(column) for column in columns])
        write = writer.writerow
        for row in rows:
            write(
                [
                    value
                    if value is None or type(value) is int
                    else safe_text(_plain(value))
                    if type(value) is not str
                    else f"'{value}"
                    if value[:1] in _RISKY  # `safe_text`, without a call for each of millions
                    else value
                    for value in row
                ]
            )
            count += 1
            if count % _EVERY == 0:
                told(count)
    return count


@dataclass(frozen=True)
class Watermark:
    """Whose copy a sheet is: ``line`` stands on top and on every printed page, ``code`` behind
    every row, so that rows copied elsewhere still say where they come from.
    """

    line: str
    code: str


def write_xlsx(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    told: Callable[[int], None],
    about: Sequence[tuple[str, str]] = (),
    watermark: Watermark | None = None,
) -> int:
    """A workbook written row by row; the second sheet says who took it out, when and why."""
    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "remove_timezone": True,
        },
    )
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet(_("Rows"))
    top = _mark(book, sheet, watermark) if watermark else 0
    sheet.freeze_panes(top + 1, 0)
    heads = [*columns, pgettext("watermark", "Copy")] if watermark else columns
    for place, column in enumerate(heads):
        sheet.set_column(place, place, min(40, max(10, len(column) * 2 + 2)))
        sheet.write_string(top, place, column[:LONGEST_CELL], bold)
    count = 0
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            book.close()
            raise WutongError(
                _("A sheet holds at most %(most)s rows. Narrow the list, or take it as CSV.")
                % {"most": MOST_ROWS}
            )
        for place, value in enumerate(row):
            if value is not None and value != "":
                _write_cell(sheet, top + count, place, value, day, moment)
        if watermark:
            sheet.write_string(top + count, len(columns), watermark.code)
        if count % _EVERY == 0:
            told(count)
    if about:
        told_where = book.add_worksheet(_("About this file"))
        told_where.set_column(0, 0, 18)
        told_where.set_column(1, 1, 60)
        for line, (name, value) in enumerate(about):
            told_where.write_string(line, 0, name, bold)
            told_where.write_string(line, 1, value[:LONGEST_CELL])
    book.close()
    return count


def _mark(book: Any, sheet: Any, watermark: Watermark) -> int:
    """Put the mark on a sheet; the number of rows it takes on top."""
    warning = book.add_format({"bold": True, "font_color": "#A63A2E"})
    sheet.write_string(0, 0, watermark.line[:LONGEST_CELL], warning)
    printed = watermark.line.replace("&", "&&")[:200]
    sheet.set_header(f"&C{printed}")
    sheet.set_footer(f"&C{printed}")
    book.set_custom_property("Copy", watermark.code)
    return 1


def _write_cell(sheet: Any, row: int, place: int, value: Any, day: Any, moment: Any) -> None:
    if type(value) is str:
        sheet.write_string(row, place, value[:LONGEST_CELL])
    elif isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, place, value)
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(row, place, _local(value), moment)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, place, value, day)
    else:
        sheet.write_string(row, place, _plain(value)[:LONGEST_CELL])


def _local(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _plain(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return _local(value).replace(tzinfo=None).isoformat(" ", "minutes")
    if isinstance(value, (list, tuple)):
        return "、".join(str(item) for item in value)
    return str(value)
