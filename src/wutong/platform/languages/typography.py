"""Chinese punctuation: full-width between Chinese words (GB/T 15834-2011).

Full-width marks are written as escapes here so that the table can be read whatever the editor
makes of them.
"""

from __future__ import annotations

import re

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CLOSING = "\u201d\u2019\u300b\u300d\uff09\u3011\u3009"
OPENING = "\u201c\u2018\u300a\u300c\uff08\u3010\u3008"
MARKS = {",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "?": "\uff1f", "!": "\uff01"}
PROTECTED = re.compile(
    r"%\([A-Za-z_]\w*\)[sd]|%[sd]|\{\{.*?\}\}|\{%.*?%\}|\{[^{}]*\}|<[^<>]+>|&[a-z#0-9]+;"
    r"|https?://[^\s\u3000-\u303f\uff00-\uffef]+|`[^`]*`",
    re.DOTALL,
)
# A protected piece stands as one private-use character while marks are exchanged.
SLOT = "\ue000"

_MARK = re.compile(rf"(?<=[{HAN}{CLOSING}{SLOT}])\s*([,;:?!])[ ]?(?=[{HAN}{OPENING}{SLOT}\n]|$)")
_MARK_AFTER_HAN = re.compile(rf"(?<=[{HAN}{CLOSING}])([,;:?!])[ ]?(?!//)")
_MARK_BEFORE_HAN = re.compile(rf"(?<=[0-9A-Za-z%{SLOT}])([,;]) ?(?=[{HAN}{OPENING}])")
_BRACKETS = re.compile(
    rf"(?<=[{HAN}{CLOSING}{SLOT}]) ?\(([^()\n]*)\)|\(([^()\n]*[{HAN}][^()\n]*)\)"
)
_STOP = re.compile(rf"(?<=[{HAN}{CLOSING}])\.(?=\s|$)")


def _has_han(text: str) -> bool:
    return re.search(f"[{HAN}]", text) is not None


def full_width(text: str) -> str:
    """``text`` with the marks between Chinese words made full-width; other text is untouched.

    Placeholders, tags, code and addresses are left alone.
    """
    if not _has_han(text):
        return text
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group())
        return SLOT

    body = PROTECTED.sub(keep, text)
    body = _BRACKETS.sub(lambda m: f"\uff08{m.group(1) or m.group(2) or ''}\uff09", body)
    for pattern in (_MARK, _MARK_AFTER_HAN, _MARK_BEFORE_HAN):
        body = pattern.sub(lambda m: MARKS[m.group(1)], body)
    body = _STOP.sub("\u3002", body)
    pieces = iter(kept)
    return re.sub(SLOT, lambda _: next(pieces), body)
