from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from wutong.platform.outbox.mime.headers import clean
from wutong.platform.outbox.mime.templates import Template, check_content

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.platform.outbox.values import MessageContent


@dataclass(frozen=True, slots=True)
class Preview:
    """A message as one recipient would read it."""

    subject: str
    html: str
    text: str


def render_preview(content: MessageContent, values: Mapping[str, str]) -> Preview:
    """Splice ``values`` the way the sender does. Raises ``ContentError``. No side effects."""
    check_content(content)

    def fill(text: str, *, html: bool) -> str:
        template = Template.parse(text)
        pieces = [template.literals[0]]
        for key, literal in zip(template.keys, template.literals[1:], strict=True):
            value = clean(values.get(key) or content.fallbacks.get(key, ""))
            pieces += [escape(value) if html else value, literal]
        return "".join(pieces)

    return Preview(
        subject=fill(content.subject, html=False),
        html=fill(content.html, html=True),
        text=fill(content.text, html=False),
    )
