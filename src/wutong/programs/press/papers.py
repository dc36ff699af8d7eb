"""The briefing on paper: its text as issued, as PDF and as Word."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from wutong.kernel.clock import today
from wutong.platform.documents.public import (
    DocumentKind,
    Draft,
    blank_word,
    printable_data,
    say_in_word,
    typeset,
)
from wutong.programs.press.registry import SECTIONS
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.utils.functional import _StrOrPromise

    from wutong.platform.documents.models import IssuedDocument
    from wutong.programs.press.models import Briefing

KIND = "work_briefing"
NAMES = {"department": "校友工作简报", "association": "校友会简报", "foundation": "教育基金会简报"}
NUMERALS = "一二三四五六七八九十"
SEAL, SOFT, LEAF = RGBColor(0xA6, 0x3A, 0x2E), RGBColor(0x5C, 0x63, 0x5F), RGBColor(0x1F, 0x5C, 0x46)  # fmt: skip


def text_of(briefing: Briefing, *, day: date, number: str = "") -> dict[str, Any]:
    """Everything that is printed, in the language of the briefing."""
    with translation.override(briefing.language):
        chinese = briefing.language.startswith("zh")
        body = briefing.legal_body
        picked = list(briefing.items.filter(picked=True).order_by("position", "pk"))
        sections: list[dict[str, Any]] = []
        for key, title in SECTIONS.items():
            lines = [row.text for row in picked if row.section == key]
            if lines:
                mark = f"{NUMERALS[len(sections)]}、" if chinese else ""
                sections.append({"title": f"{mark}{title}", "lines": lines})
        return {
            "lang": "zh" if chinese else "en",
            "title": briefing.title,
            "number": number,
            "body": body.name_zh if chinese else body.name_en,
            "day": as_day(day),
            "window": _("%(since)s to %(until)s")
            % {"since": as_day(briefing.since), "until": as_day(briefing.until)},
            "lead": _paragraphs(briefing.lead),
            "sections": sections,
            "mark": "" if number else _("Draft, not numbered"),
        }


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def draft_of(briefing: Briefing, *, day: date) -> Draft:
    """What gets the number."""
    facts = {
        "since": briefing.since.isoformat(), "until": briefing.until.isoformat(),
        "body_zh": briefing.legal_body.name_zh, "body_en": briefing.legal_body.name_en,
    }  # fmt: skip
    text = text_of(briefing, day=day, number="-")
    return Draft(
        subject_ref=briefing.ref, subject_label=briefing.title,
        data={"text": text, "facts": facts}, language=briefing.language,
    )  # fmt: skip


def printed(briefing: Briefing) -> dict[str, Any]:
    """As issued where it was; as it stands now before."""
    if briefing.document is not None:
        text: dict[str, Any] = briefing.document.data["text"]
        sections = _without_erased(briefing, text["sections"])
        lead = _paragraphs(briefing.lead)  # changed since by an erasure alone
        return {
            **text, "lead": lead, "sections": sections, "number": briefing.document.number_text
        }  # fmt: skip
    return text_of(briefing, day=today())


def _without_erased(briefing: Briefing, sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The paper as issued, but for lines about somebody whose record was erased since: these say
    what is left of them. What the archive keeps under the number is not touched.
    """
    picked = list(briefing.items.filter(picked=True).order_by("position", "pk"))
    if not any(row.nameless for row in picked):
        return sections
    by_section = [found for key in SECTIONS if (found := [r for r in picked if r.section == key])]
    return [
        {
            **section,
            "lines": [
                row.text if row.nameless else line
                for line, row in zip(section["lines"], rows, strict=False)
            ],
        }
        for section, rows in zip(sections, by_section, strict=False)
    ]


def as_pdf(briefing: Briefing) -> bytes:
    """In the layout of briefings."""
    place = files("wutong.programs.press").joinpath("typst/briefing.typ")
    return typeset(place.read_text(encoding="utf-8"), printed(briefing))


def as_word(briefing: Briefing) -> bytes:
    """The same, to be edited: plain paragraphs, no fields and no boxes."""
    data = printable_data(printed(briefing))
    zh = data["lang"] == "zh"
    size = 16.0 if zh else 12.0
    document = blank_word(
        language=data["lang"], size=size, margins=(2.8, 3.2, 3.0), east="仿宋" if zh else "宋体"
    )
    normal = document.styles["Normal"].paragraph_format
    normal.space_after = Pt(0 if zh else 6)
    if zh:
        normal.line_spacing_rule, normal.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    say_in_word(head, data["title"], 30 if zh else 22, SEAL)
    number = document.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say_in_word(number, data["number"] or data["mark"], size - 2, SOFT)
    whose = document.add_paragraph()
    whose.paragraph_format.tab_stops.add_tab_stop(document.sections[0].page_width - Pt(170))
    say_in_word(whose, f"{data['body']}　　{data['day']}", size - 2)
    _rule(whose)
    window = document.add_paragraph()
    say_in_word(window, data["window"], size - 3, SOFT)
    for line in data["lead"]:
        _line(document, line, size, zh=zh)
    for section in data["sections"]:
        heading = document.add_paragraph()
        heading.paragraph_format.space_before = Pt(8)
        heading.paragraph_format.keep_with_next = True
        say_in_word(heading, section["title"], size, LEAF, east="黑体")
        for place, line in enumerate(section["lines"], 1):
            _line(document, f"{place}. {line}", size, zh=zh)
    document.core_properties.title = f"{data['title']} {data['number']}".strip()
    document.core_properties.author = ""
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _line(document: Any, words: str, size: float, *, zh: bool) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if zh:
        paragraph.paragraph_format.first_line_indent = Pt(size * 2)
    say_in_word(paragraph, words, size, east="仿宋")


def _rule(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", "A63A2E")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    later = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *later)  # noqa: SLF001


def file_stem(briefing: Briefing) -> str:
    """Title and number, as a file is called."""
    return str(briefing).replace("/", "-")


def public_facts(document: IssuedDocument) -> Sequence[tuple[_StrOrPromise, str]]:
    """What the check page shows: which days, and whose; none of its text."""
    facts = document.data["facts"]
    chinese = (translation.get_language() or "").startswith("zh")
    return [
        (gettext_lazy("Days"), f"{facts['since']} – {facts['until']}"),
        (gettext_lazy("Issued by"), facts["body_zh"] if chinese else facts["body_en"]),
    ]


KIND_OF_BRIEFING = DocumentKind(
    key=KIND,
    label=gettext_lazy("Work briefing"),
    pattern=lambda body: f"{NAMES.get(body, NAMES['department'])}〔{{year}}〕第{{number}}期",
    public_facts=public_facts,
)
