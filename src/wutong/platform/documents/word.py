"""Word files that stay editable: plain paragraphs, East Asian fonts, no fields and no boxes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from wutong.platform.documents.glyphs import printable_data

if TYPE_CHECKING:
    from collections.abc import Mapping

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LATIN, SONG, FANGSONG = "Times New Roman", "宋体", "仿宋"
SEAL, SOFT = RGBColor(0xA6, 0x3A, 0x2E), RGBColor(0x5C, 0x63, 0x5F)
TEXT, ENGLISH_TEXT = 16.0, 12.0
"""Size three (三号) for Chinese text, as official letters have it."""
LEADING = 29.0


def blank_word(
    *, language: str, size: float, margins: tuple[float, float, float], east: str = SONG
) -> Any:
    """An empty A4 document; ``margins`` are left and right, top, bottom in centimetres."""
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Cm(margins[0])
    page.top_margin, page.bottom_margin = Cm(margins[1]), Cm(margins[2])
    normal = document.styles["Normal"]
    normal.font.size, normal.font.name = Pt(size), LATIN
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), east)
    for found in document.styles.element.iter(qn("w:lang")):
        # without it a program may set Chinese commas in the middle of their square
        found.set(qn("w:val"), "zh-CN" if language.startswith("zh") else "en-GB")
        found.set(qn("w:eastAsia"), "zh-CN")
    return document


def say_in_word(
    paragraph: Any, text: str, size: float, colour: RGBColor | None = None, *, east: str = SONG
) -> None:
    """Add ``text`` to a paragraph, Chinese in ``east``."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = LATIN
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), east)  # noqa: SLF001
    if colour is not None:
        run.font.color.rgb = colour


def letter_as_word(page: Mapping[str, Any]) -> bytes:
    """A letter (see ``letters.page_of``) in the layout of official letters."""
    data = printable_data(dict(page))
    zh = data["lang"] == "zh"
    size = TEXT if zh else ENGLISH_TEXT
    document = blank_word(
        language=data["lang"], size=size, margins=(2.7, 3.0, 2.6), east=FANGSONG if zh else SONG
    )
    normal = document.styles["Normal"].paragraph_format
    normal.space_after = Pt(0 if zh else 8)
    if zh:
        normal.line_spacing_rule, normal.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LEADING)
    head = _centred(document, data.get("head", ""), 28 if zh else 20, SEAL)
    _ruled_below(head)
    number = document.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    say_in_word(number, data["number"], size - 3, SOFT)
    _centred(document, data["title"], 22 if zh else 16)
    document.add_paragraph()
    indent = Pt(size * 2) if zh else Pt(0)
    _text(document, data["salutation"], size)
    for words in data["paragraphs"]:
        _text(document, words, size, indent)
    for place, words in enumerate(data.get("closing", ())):
        _text(document, words, size, indent if place == 0 else Pt(0))
    document.add_paragraph()
    for words in (data["seal"], data["signature"], data["day"]):
        if words:
            line = document.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.paragraph_format.right_indent = Pt(size * 2)
            quiet = words == data["seal"]
            say_in_word(line, words, size - 5 if quiet else size, SOFT if quiet else None)
    if data["code"]:
        foot = document.sections[0].footer.paragraphs[0]
        say_in_word(foot, f"{data['check']} {data['code']}　{data['where']}", 8.5, SOFT)
    document.core_properties.title = data["title"]
    document.core_properties.author = ""
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _text(document: Any, words: str, size: float, indent: Pt | None = None) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if indent:
        paragraph.paragraph_format.first_line_indent = indent
    say_in_word(paragraph, words, size, east=FANGSONG)


def _centred(document: Any, words: str, size: float, colour: RGBColor | None = None) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paragraph.paragraph_format.space_after = Pt(4)
    say_in_word(paragraph, words, size, colour)
    return paragraph


def _ruled_below(paragraph: Any) -> None:
    """The red rule under the head."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for key, value in (("val", "thinThickSmallGap"), ("sz", "18"), ("space", "6"), ("color", "A63A2E")):  # fmt: skip
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    later = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *later)  # noqa: SLF001
