"""What is not to be entered does not even reach the staging table.

Columns whose field is refused are blanked, and so is every cell, whatever its column, that holds
the identity number of a Chinese citizen (eighteen characters with a right check digit).
"""

import re
from collections.abc import Sequence

REMOVED = "●●●"
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def is_identity_number(text: str) -> bool:
    """Whether eighteen characters have the check digit of GB 11643."""
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == text[17].upper()


def redact(cells: list[str], refused: Sequence[int]) -> tuple[list[str], list[int]]:
    """The cells without what is not to be entered, and the columns in which an identity number
    was found. The list is copied only if something had to go.
    """
    found: list[int] = []
    if _IDENTITY.search("\x1f".join(cells)):
        for column, cell in enumerate(cells):
            if any(is_identity_number(match) for match in _IDENTITY.findall(cell)):
                found.append(column)
    going = {column for column in (*refused, *found) if column < len(cells) and cells[column]}
    if not going:
        return cells, found
    return [REMOVED if at in going else cell for at, cell in enumerate(cells)], found
