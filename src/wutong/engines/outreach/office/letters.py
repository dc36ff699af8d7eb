"""The letter on its own page of the office: as written, with its merge fields named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wutong.engines.outreach.enums import BlockKind
from wutong.engines.outreach.errors import MarkupError
from wutong.engines.outreach.letters import letters_of
from wutong.engines.outreach.markup import bare, to_html
from wutong.engines.outreach.merge_fields import FIELDS
from wutong.engines.outreach.models import Campaign
from wutong.ui.design.templatetags.design import draw_badge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from wutong.engines.outreach.blocks import Block
    from wutong.engines.outreach.letters import Letter

BARE_PLACE = re.compile(r"\{\{ ([a-z0-9_]+) \}\}")


@dataclass(frozen=True)
class ShownLetter:
    """One language of a letter; ``language`` is a BCP 47 tag."""

    language: str
    subject: SafeString
    body: SafeString


def shown_letter(letter: Letter) -> ShownLetter:
    """A draft that cannot be set yet is shown as it was typed."""
    try:
        body = "\n".join(map(_outline, letter.blocks)) if letter.blocks else to_html(letter.body)
    except MarkupError:
        body = linebreaks(letter.body, autoescape=True)
    return ShownLetter(
        language="en" if letter.language == "en" else "zh-Hans",
        subject=_named(conditional_escape(bare(letter.subject))),
        body=_named(body),
    )


def shown_letters(values: Mapping[str, Any]) -> list[ShownLetter]:
    """The words a programme would send, each language as it looks."""
    return [shown_letter(letter) for letter in letters_of(Campaign(**values))]


def _outline(block: Block) -> str:
    """A block without what the office's pages do not load."""
    words = escape(bare(block.text.strip()))
    if block.kind == BlockKind.TEXT:
        return to_html(block.text)
    if block.kind == BlockKind.HEADING:
        return f"<h2>{words}</h2>"
    if block.kind == BlockKind.DIVIDER:
        return "<hr>"
    leads = _("the reader's own link") if block.answers else block.link or block.address
    return format_html(
        '<p class="outline">{} {}{}</p>',
        draw_badge(block.kind.label),
        SafeString(words),
        format_html('<br><span class="muted small">{}</span>', leads) if leads else "",
    )


def _named(markup: str) -> SafeString:
    """``markup``, escaped already, with every place as a label."""

    def label(match: re.Match[str]) -> str:
        field = FIELDS.get(match[1])
        return format_html('<span class="place">{}</span>', field.label if field else match[1])

    return SafeString(BARE_PLACE.sub(label, markup))
