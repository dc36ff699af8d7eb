"""Text that people hand in, made plain: no control characters, no walls of empty lines."""

from __future__ import annotations

import re
import unicodedata

MANY_LINES = re.compile(r"\n{3,}")


def plain_text(text: str) -> str:
    """``text`` as it may be kept and shown: line ends of one kind, nothing invisible."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in plain if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf"})
    return MANY_LINES.sub("\n\n", kept).strip()
