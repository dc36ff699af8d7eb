"""How personal data looks to somebody who does not need it whole."""

from __future__ import annotations

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
    """``林清澜`` → ``林**``, ``Anna Lindqvist`` → ``A*** L***``: enough to compare a face with."""
    words = value.split()
    if not value.isascii():
        whole = "".join(words)
        return f"{whole[:1]}{'*' * min(len(whole) - 1, 2)}"
    return " ".join(f"{word[:1]}***" for word in words[:2])
