"""How personal data looks to somebody who does not need it whole."""

from __future__ import annotations

import re

MASK = "****"


def phone(value: str) -> str:
    """``+8613812345678`` → ``138****5678``; short numbers keep their last two digits."""
    digits = value.removeprefix("+86").strip()
    if len(digits) >= 8:
        return f"{digits[:3]}{MASK}{digits[-4:]}"
    return f"{MASK}{digits[-2:]}" if digits else ""


def email(value: str) -> str:
    """``wangxm@example.org`` → ``w****@example.org``."""
    local, at, domain = value.partition("@")
    if not at:
        return MASK if value else ""
    return f"{local[:1]}{MASK}@{domain}"


def text(value: str, *, keep: int = 2) -> str:
    """The first ``keep`` characters, then a mask (postal addresses, WeChat names)."""
    return f"{value[:keep]}{MASK}" if value else ""


def name(value: str) -> str:
    """``王小明`` → ``王*明``, ``王明`` → ``王*``, ``Ann Lee`` → ``A** L**``: enough to compare
    with a paper in hand, too little to learn from.
    """
    words = value.split()
    if len(words) > 1 or value.isascii():
        return " ".join(f"{word[:1]}{'*' * (len(word) - 1)}" for word in words)
    if len(value) < 3:
        return f"{value[:1]}{'*' * (len(value) - 1)}"
    return f"{value[0]}{'*' * (len(value) - 2)}{value[-1]}"


def document(value: str) -> str:
    """First and last character: enough to compare with a card in hand."""
    return f"{value[:1]}{MASK}{value[-1:]}" if value else ""


def in_words(words: str) -> str:
    """Words of machines, such as a mail server's reply, with every e-mail address masked."""
    return _ADDRESS.sub(lambda found: email(found[0]), words)


_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\.\w+")
