"""What is not to be entered does not even reach the staging table.

Columns whose field is refused are blanked, and so is every cell, whatever its column, that holds
the identity number of a Chinese citizen (eighteen characters with a right check digit).
"""

import re
from collections.abc import Sequence

from wutong.kernel.identity_numbers import has_check_digit

REMOVED = "●●●"
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")


def redact(cells: list[str], refused: Sequence[int]) -> tuple[list[str], list[int]]:
    """The cells without what is not to be entered, and the columns in which an identity number
    was found. The list is copied only if something had to go.
    """
    found: list[int] = []
    if _IDENTITY.search("\x1f".join(cells)):
        for column, cell in enumerate(cells):
            if any(has_check_digit(match) for match in _IDENTITY.findall(cell)):
                found.append(column)
    going = {column for column in (*refused, *found) if column < len(cells) and cells[column]}
    if not going:
        return cells, found
    return [REMOVED if at in going else cell for at, cell in enumerate(cells)], found
