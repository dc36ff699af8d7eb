"""The little template language of messages: literal text and ``{{ key }}``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.outbox.errors import ContentError

if TYPE_CHECKING:
    from wutong.platform.outbox.values import MessageContent

_PLACE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


@dataclass(frozen=True)
class Template:
    """``literals`` has one more entry than ``keys``; they alternate, literals first."""

    literals: tuple[str, ...]
    keys: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Template:
        pieces = _PLACE.split(text)
        return cls(tuple(pieces[0::2]), tuple(pieces[1::2]))


def check_content(content: MessageContent) -> None:
    """Raise ``ContentError`` when a place has no fallback or a brace is left over.

    Keys that end in ``_url`` need no fallback: they are made at sending time.
    """
    if not content.subject.strip() or not content.text.strip():
        raise ContentError(_("A message needs a subject and a text."))
    if "\n" in content.subject or "\r" in content.subject:
        raise ContentError(_("A subject is one line."))
    for text in (content.subject, content.html, content.text):
        template = Template.parse(text)
        for key in template.keys:
            if key not in content.fallbacks and not key.endswith("_url"):
                raise ContentError(
                    _("The place “%(key)s” has no text for people without a value.") % {"key": key}
                )
        if any("{{" in literal or "}}" in literal for literal in template.literals):
            raise ContentError(_("A place is written {{ name }}; there is a brace too many."))
