"""The identity number of Chinese citizens (GB 11643): its check digit, and what it tells."""

from __future__ import annotations

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SHAPE = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_OLD_SHAPE = re.compile(r"[1-9]\d{14}", re.ASCII)


def check_digit(first: str) -> str:
    """The eighteenth character that belongs to seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def has_check_digit(text: str) -> bool:
    """Whether eighteen characters have the right check digit."""
    return check_digit(text[:17]) == text[17].upper()


def birth_date_of(number: str) -> date | None:
    """The day of birth in an eighteen-character number, None where it is no day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def normalise(text: str) -> str | None:
    """The number with eighteen characters: old ones of fifteen digits (before 1999) are written
    out; None if it is no such number.
    """
    number = text.upper()
    if _OLD_SHAPE.fullmatch(number):
        first = f"{number[:6]}19{number[6:]}"
        number = first + check_digit(first)
    if not _SHAPE.fullmatch(number) or not has_check_digit(number):
        return None
    return number if birth_date_of(number) else None
