"""A story in words alone: for search, for the journal, for a text message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.programs.publishing.rendering.parts import raw_blocks
from wutong.programs.publishing.rendering.texts import plain
from wutong.ui.design.typography import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from wutong.programs.publishing.models import StoryPage
    from wutong.programs.publishing.rendering.parts import Part, Sheet

    Holds = Mapping[str, Any]

ONE_TEXT = 70
"""Characters of one text message in Chinese."""


def _words(block: dict[str, Any]) -> Iterable[str]:
    value = block["value"]
    if isinstance(value, str):
        yield plain(value)
        return
    for name in ("title", "text", "who", "source", "words", "note"):
        if value.get(name):
            yield str(value[name])
    for one in [*(value.get("points") or []), *(value.get("pictures") or [])]:
        held = one.get("value", one) if isinstance(one, dict) else {}
        for name in ("when", "what", "text", "caption"):
            if held.get(name):
                yield str(held[name])


def words_of(page: StoryPage) -> str:
    """Everything a reader reads, without a query; names of people and organisations that are
    looked up are not in it.
    """
    return "\n".join(word for block in raw_blocks(page) for word in _words(block))


def journal_text(sheet: Sheet, marks: Mapping[int, str] | None = None) -> str:
    """Title, standfirst and story as plain paragraphs; headings begin with ``# ``, quotations
    stand in quotation marks of the language. ``marks`` stand in the place of those pictures, by
    id; other pictures leave their caption.
    """
    page = sheet.page
    lines = [page.standfirst] if page.standfirst else []
    lines += [text for part in sheet.parts if (text := _journal_part(part, page.language, marks))]
    if page.byline:
        lines.append(pgettext("journal", "By %(names)s") % {"names": page.byline})
    return "\n\n".join(lines)


def _journal_part(part: Part, language: str, marks: Mapping[int, str] | None) -> str:
    if part.kind == "gallery":
        return _journal_gallery(part.holds, marks or {})
    write = _JOURNAL.get(part.kind)
    return write(part.holds, language) if write else ""


def _journal_words(holds: Holds, language: str) -> str:
    return _headed(holds["html"])


def _journal_quote(holds: Holds, language: str) -> str:
    dash = "\u2014\u2014" if language.startswith("zh") else "\u2014 "
    return f"\u201c{holds['text']}\u201d\n{dash}{holds['who']}"


def _journal_timeline(holds: Holds, language: str) -> str:
    points = [f"{one['when']}  {one['what']}" for one in holds["points"]]
    return "\n".join([f"# {holds['title']}", "", *points] if holds["title"] else points)


def _journal_chart(holds: Holds, language: str) -> str:
    rows = [
        f"{label}  {exact(number)} {holds['unit']}".rstrip() for label, number in holds["values"]
    ]
    return "\n".join([f"# {holds['title']}", "", *rows])


def _journal_gallery(holds: Holds, marks: Mapping[int, str]) -> str:
    lines = [
        marks.get(shot.picture.pk)
        or (_("Picture: %(caption)s") % {"caption": shot.caption} if shot.caption else "")
        for shot in holds["shots"]
    ]
    return "\n".join(line for line in lines if line)


def _journal_name(holds: Holds, language: str) -> str:
    line = holds.get("line", "")
    return f"{holds['name']}  {line}".rstrip() + (f"\n{holds['words']}" if holds["words"] else "")


_JOURNAL = {
    "text": _journal_words, "quote": _journal_quote, "timeline": _journal_timeline,
    "chart": _journal_chart, "person": _journal_name, "organisation": _journal_name,
}  # fmt: skip


def _headed(html: str) -> str:
    marked = html.replace("<h2>", "<p># ").replace("</h2>", "</p>")
    marked = marked.replace("<h3>", "<p># ").replace("</h3>", "</p>")
    return plain(marked).replace("\n", "\n\n")


def short_address(page: StoryPage) -> str:
    """The short link: it leads to the page in its language."""
    return f"{settings.SITE_URL}/s/{_base36(page.pk)}"


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    found = ""
    while number:
        number, rest = divmod(number, 36)
        found = digits[rest] + found
    return found or "0"


def text_message(page: StoryPage) -> str:
    """The title with its short link, within one text message where the title allows it."""
    address = short_address(page)
    chinese = page.language.startswith("zh")
    # WeChat and carriers take a link apart from the words only with a space before and after it.
    room = ONE_TEXT - len(address) - 3 if chinese else 150 - len(address)
    title = page.title if len(page.title) <= room else page.title[: max(8, room - 1)] + "\u2026"
    return f"{title} {address}"
