"""vCard 4.0 (RFC 6350) of what somebody shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LINE = 75
PROPERTIES = (
    ("email", "EMAIL"),
    ("phone", "TEL;VALUE=text"),
    ("wechat", "X-WECHAT"),
    ("study", "NOTE"),
)


def vcard(fields: Mapping[str, Sequence[str]]) -> str:
    """The card of ``fields`` (codes as in consent's visibility); lines end in CRLF, folded."""
    name = fields["name"][0]
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"FN:{_text(name)}"]
    for job in fields.get("work", ())[:1]:
        employer, _dot, title = job.partition(" · ")
        lines.append(f"ORG:{_text(employer)}")
        if title:
            lines.append(f"TITLE:{_text(title)}")
    for code, prop in PROPERTIES:
        lines += [f"{prop}:{_text(value)}" for value in fields.get(code, ())]
    lines += [f"ADR:;;;{_text(value)};;;" for value in fields.get("place", ())]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCARD"])


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never broken inside a character."""
    parts, size = [""], 0
    for char in line:
        width = len(char.encode())
        if size + width > LINE:
            parts.append(" ")
            size = 1
        parts[-1] += char
        size += width
    return "\r\n".join(parts)
