"""The small markup greetings are written in: to HTML, to plain text, and its merge fields.

Paragraphs are separated by a blank line. ``# Heading``, ``- list``, ``> quotation``, ``---``,
``**strong**``, ``*emphasis*``, ``[words](https://…)``. Everything else is text: there is no way
to write HTML. ``{{ name }}`` and ``{{ name|fallback }}`` are merge fields and stay as places
for the outbox to fill.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.engines.outreach.errors import MarkupError

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
FIELD = re.compile(r"^\s*([a-z][a-z0-9_]*)\s*(?:\|(.*))?$", re.DOTALL)
LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")
STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
EMPHASIS = re.compile(r"(?<!\*)\*(?=\S)([^*]+?)(?<=\S)\*(?!\*)")
SAFE_ADDRESS = re.compile(r"^(https?://|mailto:)", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A merge field as written: its name, and the fallback given with it."""

    key: str
    fallback: str | None


def places(text: str) -> list[Place]:
    """Every merge field in ``text``, in order; raises MarkupError naming a broken one."""
    found = []
    for inner in PLACE.findall(text):
        match = FIELD.match(inner)
        if match is None:
            raise MarkupError(
                _("“%(place)s” is not a merge field. Write it like {{ name }}.")
                % {"place": f"{{{{{inner}}}}}"}
            )
        fallback = match[2].strip() if match[2] is not None else None
        found.append(Place(match[1], fallback))
    rest = PLACE.sub("", text)
    for brace in ("{{", "}}"):
        if brace in rest:
            raise MarkupError(
                _("There is a “%(brace)s” without its partner. Merge fields look like {{ name }}.")
                % {"brace": brace}
            )
    return found


def bare(text: str) -> str:
    """``text`` with every place in the form ``{{ key }}``; fallbacks go separately."""

    def plain(match: re.Match[str]) -> str:
        field = FIELD.match(match[1])
        return f"{{{{ {field[1]} }}}}" if field else match[0]

    return PLACE.sub(plain, text)


def fill(text: str, words: Mapping[str, str]) -> str:
    """``text`` with every place filled; one without words is left out."""

    def word(match: re.Match[str]) -> str:
        field = FIELD.match(match[1])
        return words.get(field[1], "") if field else match[0]

    return PLACE.sub(word, text)


def to_html(text: str) -> str:
    """Safe HTML: paragraphs, headings, lists, quotations, rules; nothing of the author's own."""
    return "\n".join(_block_html(block) for block in _blocks(bare(text)))


def to_text(text: str) -> str:
    """The plain-text part: links are written out, emphasis is dropped."""
    return "\n\n".join(_block_text(block) for block in _blocks(bare(text)))


def _blocks(text: str) -> list[str]:
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return [block.strip("\n") for block in re.split(r"\n\s*\n", unified) if block.strip()]


def _lines(block: str, mark: str) -> list[str] | None:
    """The lines without their mark, if every line has it."""
    lines = [line.strip() for line in block.split("\n")]
    if all(line.startswith(mark) for line in lines):
        return [line[len(mark) :].strip() for line in lines]
    return None


def _block_html(block: str) -> str:
    if block.strip() == "---":
        return "<hr>"
    if block.startswith("# ") and "\n" not in block:
        return f"<h2>{_inline(block[2:])}</h2>"
    if items := _lines(block, "- "):
        return "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>"
    if lines := _lines(block, ">"):
        return "<blockquote>" + "<br>".join(map(_inline, lines)) + "</blockquote>"
    return "<p>" + "<br>".join(_inline(line.strip()) for line in block.split("\n")) + "</p>"


def _inline(text: str) -> str:
    pieces, end = [], 0
    for match in LINK.finditer(text):
        pieces.append(_marks(escape(text[end : match.start()])))
        pieces.append(_anchor(match[1], match[2]))
        end = match.end()
    pieces.append(_marks(escape(text[end:])))
    return "".join(pieces)


def _anchor(words: str, address: str) -> str:
    if not SAFE_ADDRESS.match(address):
        raise MarkupError(
            _("The address “%(address)s” must begin with https:// or mailto:.")
            % {"address": address}
        )
    return f'<a href="{escape(address)}">{_marks(escape(words))}</a>'


def _marks(escaped: str) -> str:
    return EMPHASIS.sub(r"<em>\1</em>", STRONG.sub(r"<strong>\1</strong>", escaped))


def _block_text(block: str) -> str:
    if block.strip() == "---":
        return "———"
    plain = LINK.sub(r"\1 (\2)", block)
    plain = EMPHASIS.sub(r"\1", STRONG.sub(r"\1", plain))
    plain = plain.removeprefix("# ")
    return "\n".join(line.strip() for line in plain.split("\n"))
