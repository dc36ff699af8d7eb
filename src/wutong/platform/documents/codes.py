"""The check code: twelve characters that only we can make for what a paper says.

Sixty bits of an HMAC over the number and the content, in Crockford's base 32 (no I, L, O, U), in
three groups. What is read as O, I or L when typed is taken for 0 and 1.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from wutong.platform.vault.public import seal, seals

if TYPE_CHECKING:
    from datetime import date

PURPOSE = "documents.check"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP, LENGTH = 4, 12
_SLIPS = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-‐–—_.·]+")


def content_of(number: str, body: str, issued_on: date, data: dict[str, Any]) -> str:
    """What the code vouches for, as one text."""
    said = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{number}|{body}|{issued_on.isoformat()}|{sha256(said.encode()).hexdigest()}"


def _in_words(mac: bytes) -> str:
    bits = int.from_bytes(mac, "big") >> (len(mac) * 8 - LENGTH * 5)
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH - 1, -1, -1))


def code_for(content: str) -> str:
    """The code of a new document, without hyphens."""
    return _in_words(seal(PURPOSE, content))


def vouches(code: str, content: str) -> bool:
    """Whether ``code`` was made for ``content`` with any of our keys."""
    return code in {_in_words(mac) for mac in seals(PURPOSE, content)}


def grouped(code: str) -> str:
    """As it is printed: ``7K3F-9QZ2-M4TD``."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def typed(text: str) -> str | None:
    """A code as somebody typed it; None where it cannot be one."""
    code = _BETWEEN.sub("", text).upper().translate(_SLIPS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
