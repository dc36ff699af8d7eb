"""The table of figures with definitions, and every breakdown, as XLSX."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from wutong.insight.reports.shapes import Account, TableView

FONT = "Microsoft YaHei"
WIDTHS = (26, 30, 14, 12, 14, 12, 10, 60, 22, 12)


def render(account: Account, drawings: dict[str, str]) -> bytes:
    """Two kinds of sheets: the figures with their definitions, then one a table."""
    del drawings
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with translation.override(account.language), xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": account.title, "company": account.university})
        styles = _styles(book)
        _figures(book, account, styles)
        for section in account.sections:
            for table in section.tables:
                _table(book, table, styles)
    return target.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": FONT, "font_size": 10, "valign": "top"}
    return {
        "title": book.add_format(base | {"font_size": 14}),
        "head": book.add_format(base | {"bg_color": "#E2F1EA", "border": 1, "text_wrap": True}),
        "text": book.add_format(base | {"text_wrap": True, "border": 1}),
        "number": book.add_format(base | {"num_format": "#,##0.##", "border": 1}),
        "plain": book.add_format(base),
    }


def _figures(book: Any, account: Account, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_("Figures")[:31])
    sheet.write_string(
        0, 0, f"{account.university} · {account.title} · {account.label}", styles["title"]
    )
    facts = (
        (_("As of"), account.as_of),
        (_("Compared with"), account.compared_label),
        (pgettext("figure", "Population"), f"{account.population} ({account.groups})"),
        (_("Covers"), account.scope),
        (_("Legal body"), account.body),
        *((_("Note"), note) for note in account.notes),
    )
    for row, (name, value) in enumerate(facts, start=1):
        sheet.write_string(row, 0, name, styles["plain"])
        sheet.write_string(row, 1, value, styles["plain"])
    top = len(facts) + 2
    heads = (
        _("Section"), _("Figure"), account.label, _("Unit"), account.compared_label,
        pgettext("figure", "Change"), _("Source grade"), _("Definition"), _("Counting rule"),
        _("Definition version"),
    )  # fmt: skip
    for column, (head, width) in enumerate(zip(heads, WIDTHS, strict=True)):
        sheet.write_string(top, column, head, styles["head"])
        sheet.set_column(column, column, width)
    row = top
    for section in account.sections:
        for line in section.lines:
            row += 1
            texts = {
                0: section.title, 1: line.title, 3: line.unit, 5: line.change, 6: line.letters,
                7: line.definition, 8: line.rule,
            }  # fmt: skip
            for column, text in texts.items():
                sheet.write_string(row, column, text, styles["text"])
            for column, number in ((2, line.number), (4, line.number_before)):
                if number is None:
                    sheet.write_string(row, column, "–", styles["text"])
                else:
                    sheet.write_number(row, column, float(number), styles["number"])
            sheet.write_number(row, 9, line.version, styles["number"])
    sheet.freeze_panes(top + 1, 2)
    sheet.autofilter(top, 0, row, len(heads) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def _table(book: Any, table: TableView, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(table.title[:31])
    for column, head in enumerate((table.row_title, *table.heads)):
        sheet.write_string(0, column, head, styles["head"])
        sheet.set_column(column, column, 34 if column == 0 else 16)
    for row, line in enumerate(table.lines, start=1):
        sheet.write_string(row, 0, line.label, styles["text"])
        for column, cell in enumerate(line.cells, start=1):
            try:
                sheet.write_number(row, column, float(cell.text.replace(",", "")), styles["number"])
            except ValueError:
                sheet.write_string(row, column, cell.text, styles["text"])
    if table.note:
        sheet.write_string(len(table.lines) + 2, 0, table.note, styles["plain"])
    sheet.freeze_panes(1, 1)
