"""The account as Word: real heading styles, three-line tables, East Asian fonts, page numbers.

Everything a clerk edits by hand stays editable: no text boxes, no fields but the page number.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
from django.utils import translation
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from wutong.insight.reports.charts.drawing import picture

from .content import printed

if TYPE_CHECKING:
    from wutong.insight.reports.shapes import Account

LATIN, SONG, HEI = "Times New Roman", "宋体", "黑体"
INK, SOFT, LEAF = RGBColor(0x1F, 0x24, 0x21), RGBColor(0x5C, 0x63, 0x5F), RGBColor(0x1F, 0x5C, 0x46)
BODY_CM = 16.0
HEADINGS = {"Title": (22, SONG), "Heading 1": (16, HEI), "Heading 2": (12, HEI)}


def render(account: Account, drawings: dict[str, str]) -> bytes:
    """The .docx of ``account``; ``drawings`` are the SVGs of its charts by digest."""
    content = printed(account)
    document = docx.Document()
    with translation.override(account.language):
        _page(document, content)
        _styles(document, "zh-CN" if content["lang"] == "zh" else "en-GB")
        _opening(document, content)
        for section in content["sections"]:
            _section(document, section, content["words"], drawings)
        _definitions(document, content)
    document.core_properties.title = f"{content['title']} {content['label']}"
    document.core_properties.author = content["university"]
    document.core_properties.language = "zh-CN" if content["lang"] == "zh" else "en-GB"
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _fonts(properties: Any, east: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for attribute in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(attribute), LATIN)
    fonts.set(qn("w:eastAsia"), east)


def _styles(document: Any, language: str) -> None:
    normal = document.styles["Normal"]
    _languages(document.styles.element, language)
    normal.font.size = Pt(10.5)
    normal.paragraph_format.line_spacing = 1.35
    normal.paragraph_format.space_after = Pt(6)
    _fonts(normal.element.get_or_add_rPr(), SONG)
    for name, (size, east) in HEADINGS.items():
        style = document.styles[name]
        style.font.size = Pt(size)
        style.font.bold = False
        style.font.italic = False
        style.font.color.rgb = INK if name == "Title" else LEAF
        _fonts(style.element.get_or_add_rPr(), east)
        borders = style.element.find(f".//{qn('w:pBdr')}")
        if borders is not None:
            borders.getparent().remove(borders)


def _languages(styles: Any, language: str) -> None:
    """What spelling and the shape of punctuation go by: without it a program may set Chinese
    commas in the middle of their square, as in Taiwan.
    """
    for found in styles.iter(qn("w:lang")):
        found.set(qn("w:val"), language)
        found.set(qn("w:eastAsia"), "zh-CN")


def _page(document: Any, content: dict[str, Any]) -> None:
    page = document.sections[0]
    page.orientation = WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin, page.bottom_margin = Cm(2.6), Cm(2.2)
    head = page.header.paragraphs[0]
    _say(head, f"{content['university']} · {content['title']} · {content['label']}", 8.5, SOFT)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _say(foot, f"{content['words']['as_of_line']}  —  ", 8.5, SOFT)
    _field(foot, "PAGE")
    _say(foot, " / ", 8.5, SOFT)
    _field(foot, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = _say(paragraph, "", 8.5, SOFT)
        if kind == "text":
            run.add_text(text)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 -- python-docx has no fields of its own
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)  # noqa: SLF001


def _say(paragraph: Any, text: str, size: float = 0, colour: RGBColor | None = None) -> Any:
    run = paragraph.add_run(text)
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _opening(document: Any, content: dict[str, Any]) -> None:
    _say(document.add_paragraph(), content["university"], 12, LEAF)
    title = document.add_paragraph(style="Title")
    _say(title, content["title"])
    _say(document.add_paragraph(), content["label"], 15, SOFT)
    _grid(
        document,
        [list(fact) for fact in (*content["facts"], content["counted"])],
        (3.2, BODY_CM - 3.2),
        head=False,
    )
    document.add_paragraph()
    for sentence in content["summary"]:
        paragraph = document.add_paragraph()
        if content["lang"] == "zh":
            paragraph.paragraph_format.first_line_indent = Pt(24)
        _say(paragraph, sentence, 12)
    for text in filter(None, [content["closing"], *content["notes"]]):
        _say(document.add_paragraph(), text, 9, SOFT)


def _section(
    document: Any, section: dict[str, Any], words: dict[str, str], drawings: dict[str, str]
) -> None:
    document.add_heading(section["title"], level=1)
    _say(document.add_paragraph(), section["lead"], 9.5, SOFT)
    heads = [
        "",
        words["figure"],
        words["this"],
        words["unit"],
        words["before"],
        words["change"],
        words["source"],
    ]
    rows = [
        [
            str(line["number"]), line["title"], line["value"], line["unit"], line["before"],
            line["change"], line["grades"],
        ]
        for line in section["lines"]
    ]  # fmt: skip
    _grid(document, [heads, *rows], (0.9, 4.9, 2.3, 2.1, 2.3, 2.2, 1.3), right=(2, 4, 5))
    standing = [line["standing"] for line in section["lines"] if line["standing"]]
    if standing:
        document.add_heading(words["standing"], level=2)
        for text in standing:
            _say(document.add_paragraph(), text, 9)
    for chart in section["charts"]:
        svg = drawings.get(chart["file"].removesuffix(".svg"))
        document.add_heading(chart["title"], level=2)
        if svg:
            shape = document.add_picture(BytesIO(picture(svg)), width=Cm(14.5))
            shape._inline.docPr.set("descr", chart["alt"])  # noqa: SLF001 -- the alternative text
        if chart["rows"]:
            width = (BODY_CM - 4) / (len(chart["heads"]) - 1)
            columns = (4.0, *([width] * (len(chart["heads"]) - 1)))
            _grid(document, [chart["heads"], *chart["rows"]], columns, right=range(1, 9), size=8.5)
    for table in section["tables"]:
        document.add_heading(table["title"], level=2)
        others = len(table["heads"]) - 1
        columns = (6.4, *([(BODY_CM - 6.4) / others] * others))
        _grid(document, [table["heads"], *table["rows"]], columns, right=range(1, 9))
        if table["note"]:
            _say(document.add_paragraph(), table["note"], 8.5, SOFT)


def _grid(
    document: Any,
    rows: list[list[str]],
    widths: tuple[float, ...],
    *,
    right: Any = (),
    head: bool = True,
    size: float = 9,
) -> None:
    """A three-line table with fixed columns; its first row is repeated on every page."""
    table = document.add_table(rows=len(rows), cols=len(widths))
    _rule(table, heavy=head)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in enumerate(widths):
        table.columns[column].width = Cm(width)
    for line, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        _keep(row, repeat=head and line == 0)
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Cm(widths[column])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            paragraph.paragraph_format.space_before = Pt(1)
            paragraph.paragraph_format.line_spacing = 1.1
            if column in right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            is_head = (head and line == 0) or (not head and column == 0)
            _say(paragraph, text, size, SOFT if is_head else None)
            if head and line == 0:
                _shade(cell)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _rule(table: Any, *, heavy: bool) -> None:
    """Lines above, below and, fine, between the rows; none between columns."""
    borders = OxmlElement("w:tblBorders")
    edge = ("single", "8" if heavy else "4", "1F5C46" if heavy else "C9D3CD")
    lines = {"top": edge, "bottom": edge, "insideH": ("single", "4", "C9D3CD")}
    for name in ("top", "left", "bottom", "right", "insideH", "insideV"):
        kind, size, colour = lines.get(name, ("nil", "0", "auto"))
        line = OxmlElement(f"w:{name}")
        for key, value in (("val", kind), ("sz", size), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    later = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")  # the schema's order
    table._tbl.tblPr.insert_element_before(borders, *later)  # noqa: SLF001


def _keep(row: Any, *, repeat: bool) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 -- not reachable otherwise
    whole = OxmlElement("w:cantSplit")
    properties.append(whole)
    if repeat:
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        properties.append(mark)


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), "EDF3EF")
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 -- not reachable otherwise


def _definitions(document: Any, content: dict[str, Any]) -> None:
    words = content["words"]
    document.add_heading(words["definitions"], level=1)
    who = document.add_paragraph()
    _say(who, f"{words['who']}  ", 10, LEAF)
    _say(who, content["definition"], 9.5)
    for section in content["sections"]:
        for line in section["lines"]:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(3)
            _say(paragraph, f"{line['number']}  {line['title']}  ", 9.5, LEAF)
            _say(paragraph, f"{line['definition']} {line['detail']} ", 9)
            _say(paragraph, f"{line['rule']} · {words['version']} {line['version']}", 8, SOFT)
    legend = document.add_paragraph()
    _say(legend, f"{words['grades']}  ", 9.5, LEAF)
    _say(legend, "   ".join(f"{code} {label}" for code, label in content["legend"]), 9)
