"""The sheet as PDF and as Word."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from wutong.platform.documents.public import blank_word, printable_data, typeset
from wutong.platform.documents.public import say_in_word as _say

if TYPE_CHECKING:
    from wutong.core.interactions.dossier.sheet import Sheet

SONG, HEI = "宋体", "黑体"
SOFT = RGBColor(0x5C, 0x63, 0x5F)
LEAF, AUTUMN, SEAL = (
    RGBColor(0x1F, 0x5C, 0x46),
    RGBColor(0xB4, 0x65, 0x2A),
    RGBColor(0xA6, 0x3A, 0x2E),
)
TEXT_CM, DAY_CM = 13.2, 3.8
MANY_LINES, VERY_MANY = 22, 30


def as_pdf(sheet: Sheet) -> bytes:
    """One A4 page."""
    template = files("wutong.core.interactions").joinpath("typst/dossier.typ")
    return typeset(template.read_text(encoding="utf-8"), sheet.as_data())


def as_word(sheet: Sheet) -> bytes:
    """One A4 page that stays editable: paragraphs and plain tables, no fields or boxes."""
    data = printable_data({**sheet.as_data(), "portrait": None})
    lines = sum(len(section["lines"]) for section in data["sections"])
    size = 10.5 if lines <= MANY_LINES else 9.5 if lines <= VERY_MANY else 8.5
    document = blank_word(language=data["lang"], size=size, margins=(2.0, 1.8, 1.6))
    _page(document, data)
    head = document.add_paragraph()
    _say(head, data["name"], 22, LEAF, east=SONG)
    _say(head, f"  {data['subtitle']}", size, SOFT)
    marking = f"    {data['marking']}"
    _say(head, marking, size, SEAL if data["sensitive"] else SOFT, east=HEI)
    if data["notice"]:
        _say(document.add_paragraph(), data["notice"], size, SEAL)
    if sheet.portrait:
        document.add_picture(BytesIO(sheet.portrait), height=Cm(3.2))
    if data["facts"]:
        facts = document.add_paragraph()
        for number, (label, value) in enumerate(data["facts"]):
            _say(facts, f"{'　' if number else ''}{label} ", size - 1, SOFT)
            _say(facts, value, size)
    for section in data["sections"]:
        _section(document, section, size)
    legend = document.add_paragraph()
    _say(legend, data["words"]["legend"], size - 2, SOFT)
    target = BytesIO()
    document.core_properties.title = f"{data['words']['title']} {data['name']}"
    document.core_properties.author = ""
    document.save(target)
    return target.getvalue()


def _page(document: Any, data: dict[str, Any]) -> None:
    page, normal = document.sections[0], document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(2)
    normal.paragraph_format.line_spacing = 1.05
    _say(page.header.paragraphs[0], data["words"]["title"], 8.5, SOFT)
    _say(page.footer.paragraphs[0], f"{data['made']}　{data['words']['keep']}", 8, SOFT)


def _section(document: Any, section: dict[str, Any], size: float) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.space_before = Pt(6)
    heading.paragraph_format.keep_with_next = True
    _say(heading, section["title"], size + 0.5, LEAF, east=HEI)
    table = document.add_table(rows=len(section["lines"]), cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, (TEXT_CM, DAY_CM), strict=True):
        column.width = Cm(width)
    _ruled(table)
    for row, line in zip(table.rows, section["lines"], strict=True):
        for cell, width in zip(row.cells, (TEXT_CM, DAY_CM), strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        text, day = (cell.paragraphs[0] for cell in row.cells)
        _say(text, line["text"], size)
        if line["detail"]:
            _say(text, f"  {line['detail']}", size - 1.5, SOFT)
        day.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        when = f"▲ {line['when']}" if line["old"] else line["when"]
        _say(day, when, size - 1.5, AUTUMN if line["old"] else SOFT)
    if section["more"]:
        _say(document.add_paragraph(), section["more"], size - 1.5, SOFT)


def _ruled(table: Any) -> None:
    """A fine line above each row, none between columns."""
    borders = OxmlElement("w:tblBorders")
    for name in ("top", "insideH"):
        line = OxmlElement(f"w:{name}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "D9D5CB")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    later = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")  # the schema's order
    table._tbl.tblPr.insert_element_before(borders, *later)  # noqa: SLF001 - no other way
