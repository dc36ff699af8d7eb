"""Which row names the columns, and which field each name means."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wutong.platform.tabular.reading.reader import Row
from wutong.platform.tabular.registry import FieldSpec

_SEARCHED = 25  # a heading stands near the top or not at all
_BRACKETS = re.compile(r"[(（\[【<《].*?[)）\]】>》]")
_NOISE = re.compile(r"[\s*＊:：_\-—/\\.。、,，#№\"“”'·]+")
_DIGITS = re.compile(r"\d{3,}")


@dataclass(frozen=True)
class Heading:
    """The names of the columns, the row of the first record, and the rows the names stand in."""

    names: list[str]
    first_data_row: int
    rows: tuple[int, ...]


def fold_heading(text: str) -> str:
    """A heading for comparison: without brackets, marks, spaces, width and case."""
    text = unicodedata.normalize("NFKC", text).lower()
    return _NOISE.sub("", _BRACKETS.sub("", text)) or _NOISE.sub("", text)


def find_heading(rows: Sequence[Row], fields: Iterable[FieldSpec]) -> Heading | None:
    """The heading among the first rows, or None.

    The row with most known names wins; without any known name, the first row of at least two
    texts and no numbers. A second or third row is part of the heading if the row above leaves
    cells blank (merged cells) that it fills with names.
    """
    known = set(_aliases(fields))
    best, best_score = -1, 0
    for index, (_, cells) in enumerate(rows[:_SEARCHED]):
        score = _score(cells, known)
        if score > best_score:
            best, best_score = index, score
    if best < 0:
        best = next(
            (index for index, (_, cells) in enumerate(rows[:_SEARCHED]) if _all_text(cells)), -1
        )
    if best < 0:
        return None
    first = best
    while first > 0 and _belongs_above(rows[first - 1][1], rows[first][1]):
        first -= 1
    last = best
    while last + 1 < len(rows) and _belongs_below(rows[last][1], rows[last + 1][1], known):
        last += 1
    # A lower half that knows more names than the upper one was found first: both are covered.
    numbers = tuple(number for number, _ in rows[first : last + 1])
    names = _joined([cells for _, cells in rows[first : last + 1]])
    following = rows[last + 1][0] if last + 1 < len(rows) else numbers[-1] + 1
    return Heading(names, following, numbers)


def suggest(
    names: Sequence[str], fields: Iterable[FieldSpec], remembered: dict[str, str] | None = None
) -> dict[str, int]:
    """Field → column. What was chosen last time for these headings comes first, then names that
    are an alias as a whole, then those whose last or first part is one.
    """
    folded = [fold_heading(name) for name in names]
    mapping: dict[str, int] = {}
    for key, heading in (remembered or {}).items():
        if heading in folded:
            mapping[key] = folded.index(heading)
    if remembered:
        return mapping
    aliases = {alias: spec.key for spec in fields for alias in _aliases([spec])}
    for picture in (_whole, _last_part, _first_part):
        for column, name in enumerate(names):
            if column in mapping.values():
                continue
            found = aliases.get(picture(name))
            if found and found not in mapping:
                mapping[found] = column
    return mapping


def signature(names: Sequence[str]) -> str:
    """The same for every file with the same headings in the same order."""
    joined = "\x1f".join(fold_heading(name) for name in names)
    return hashlib.sha256(joined.encode()).hexdigest()


def _whole(name: str) -> str:
    return fold_heading(name)


def _last_part(name: str) -> str:
    return fold_heading(name.rsplit(" / ", 1)[-1])


def _first_part(name: str) -> str:
    return fold_heading(name.split(" / ", 1)[0])


def _aliases(fields: Iterable[FieldSpec]) -> list[str]:
    found = []
    for spec in fields:
        found += [fold_heading(alias) for alias in (*spec.aliases, spec.key.replace("_", " "))]
    return [alias for alias in found if alias]


def _score(cells: Sequence[str], known: set[str]) -> int:
    return len({folded for cell in cells if (folded := fold_heading(cell)) in known})


def _all_text(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) >= 2 and not any(_DIGITS.search(cell) for cell in filled)


def _belongs_above(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """The upper row names groups of the lower one's columns (a title has only one cell)."""
    filled = [cell for cell in upper if cell]
    if len(filled) < 2 or any(_DIGITS.search(cell) for cell in filled):
        return False
    return any(
        not above and below
        for above, below in zip(list(upper) + [""] * len(lower), lower, strict=False)
    )


def _belongs_below(upper: Sequence[str], lower: Sequence[str], known: set[str]) -> bool:
    filled = [cell for cell in lower if cell]
    if not filled or any(_DIGITS.search(cell) for cell in filled):
        return False
    if not _score(lower, known):
        return False
    above = list(upper) + [""] * (len(lower) - len(upper))
    return any(not up and low for up, low in zip(above, lower, strict=False)) or _score(
        lower, known
    ) >= max(2, len(filled) // 2)


def _joined(rows: Sequence[Sequence[str]]) -> list[str]:
    width = max(len(row) for row in rows)
    columns: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(rows):
        carried = ""
        for column in range(width):
            cell = " ".join(row[column].split()) if column < len(row) else ""
            below_filled = any(column < len(lower) and lower[column] for lower in rows[depth + 1 :])
            if cell:
                carried = cell
            elif below_filled and depth + 1 < len(rows):
                cell = carried  # the continuation of a merged cell
            if cell and cell not in columns[column]:
                columns[column].append(cell)
    return [" / ".join(parts) for parts in columns]
