"""Cells as text: the one form in which a value leaves the reading layer."""

import datetime as dt
import re

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACES = " \t\r\n\v\f\u00a0\u3000\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))
_EXACT = 10**15  # Excel keeps fifteen digits; a longer number has already lost its last ones
_SEPARATOR = "\x1f"
_INVISIBLE_KEEPING_SEPARATOR = re.compile(_INVISIBLE.pattern.replace("\x0e-\x1f", "\x0e-\x1e"))


def clean(text: str) -> str:
    """Without control, zero-width and direction marks, and without blank edges."""
    return _INVISIBLE.sub("", text).strip(_SPACES)


def clean_row(cells: list[str]) -> list[str]:
    """The same for a row, at the price of one search where nothing is to be done."""
    joined = _SEPARATOR.join(cells)
    if joined.count(_SEPARATOR) != len(cells) - 1 or _INVISIBLE_KEEPING_SEPARATOR.search(joined):
        return [clean(cell) for cell in cells]
    return [cell.strip(_SPACES) for cell in cells]


def text_of(value: object) -> str:  # noqa: PLR0911 -- one line per type of cell
    """What a person sees in the cell, as far as it can be told without its format.

    Whole numbers lose the `.0` of the file format, dates become `2005-06-30`, and numbers
    too long to be exact are written as Excel shows them (`6.10102E+17`) so that no rule takes the
    ruined digits for real ones.
    """
    if type(value) is str:
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value.is_integer():
            return str(int(value)) if abs(value) < _EXACT else f"{value:.5E}"
        return repr(value)
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(value)
    return str(value)


def cell_name(row: int, column: int) -> str:
    """`B12` for row 12, second column (column counts from 0, row from 1)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
