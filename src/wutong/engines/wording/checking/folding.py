"""A text as the lists see it: one spelling of width, case and character, and no gaps that are
only there so that a word is not found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from wutong.kernel.hanzi import simplify, traditional_characters

HAN = "\u3007\u3400-\u9fff"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff"
_GAPS = re.compile(f"[{_INVISIBLE}]+|(?<=[{HAN}])[{_INVISIBLE} \t*_.|/+~^#·•-]+(?=[{HAN}])")


@cache
def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    table |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    table |= {0x3000: " ", 0x00A0: " "}
    return table | {ord(char): simplify(char) for char in traditional_characters()}


@dataclass(frozen=True)
class Folded:
    """``text`` is what is searched; ``span`` says where a part of it stands in the original."""

    text: str
    original: str
    cuts: tuple[int, ...]
    lost: tuple[int, ...]

    def _place(self, at: int) -> int:
        found = bisect_right(self.cuts, at)
        return at + (self.lost[found - 1] if found else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From and to in the original."""
        return self._place(start), self._place(end - 1) + 1

    def words(self, start: int, end: int) -> str:
        """The part as it was written."""
        first, last = self.span(start, end)
        return self.original[first:last]


def fold_text(text: str) -> Folded:
    """Character for character, then without gaps between Chinese characters."""
    spelled = text.translate(_table())
    if len(spelled) != len(text):  # a character of two: never in the table, but a text is a text
        spelled = text
    kept, cuts, lost, at, gone = [], [], [], 0, 0
    for gap in _GAPS.finditer(spelled):
        kept.append(spelled[at : gap.start()])
        gone += gap.end() - gap.start()
        cuts.append(gap.end() - gone)
        lost.append(gone)
        at = gap.end()
    kept.append(spelled[at:])
    return Folded("".join(kept), text, tuple(cuts), tuple(lost))


@cache
def fold_words(words: str) -> str:
    """An entry of a list in the spelling of `fold_text`."""
    return fold_text(words.strip()).text
