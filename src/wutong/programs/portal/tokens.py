"""How public texts are cut for the search, and queries by the same rules.

Chinese: every two characters that stand together, and in titles and names every single one, so
that any part of a word finds it without a dictionary of words. Pinyin of titles and names: every
run of one to six syllables, written together, and the initials of every run of two to six. Latin:
words, and in titles their beginnings from three letters on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from wutong.kernel.hanzi import is_han, reading, search_tokens, simplify

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_QUERY = 80
MOST_TERMS = 8
MOST_TOKENS = 40
SYLLABLES = 6
INITIALS = 6
_RUN = re.compile(r"[a-z0-9]+|[\u3007\u3400-\u9fff\U00020000-\U000323af]+")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@lru_cache(maxsize=64)
def level(text: str) -> str:
    """``text`` as it is compared: narrow, simplified, lower case, each character in its place."""
    lowered = "".join(
        low if len(low := char.lower()) == 1 else char for char in text.translate(_NARROW)
    )
    return simplify(lowered)


def _runs(text: str) -> list[str]:
    return _RUN.findall(level(text))


def _pairs(run: str) -> Iterable[str]:
    return ("".join(pair) for pair in pairwise(run))


def text_tokens(text: str) -> set[str]:
    """What finds a long text."""
    found: set[str] = set()
    for run in _runs(text):
        if is_han(run[0]):
            found.update(_pairs(run) if len(run) > 1 else run)
        else:
            found.add(run[:40])
    return found


def _spoken(run: str) -> set[str]:
    syllables = [reading(char) for char in run]
    found: set[str] = set()
    for start in range(len(syllables)):
        for size in range(1, SYLLABLES + 1):
            found.add("".join(syllables[start : start + size]))
        for size in range(2, INITIALS + 1):
            if start + size <= len(syllables):
                found.add("".join(part[0] for part in syllables[start : start + size]))
    return found


def title_tokens(title: str, names: Iterable[str] = ()) -> set[str]:
    """What finds a title, and the names of those it is about."""
    found: set[str] = set()
    for text in (title, *names):
        for run in _runs(text):
            if is_han(run[0]):
                found.update(run, _pairs(run), _spoken(run))
            else:
                found.update(run[:size] for size in range(3, min(len(run), 20)))
                found.add(run[:40])
    for name in names:
        found.update(search_tokens(name=name, name_latin=name if name.isascii() else ""))
    return found


@dataclass(frozen=True)
class Query:
    """What was asked: its words as typed, and what documents must have."""

    words: str
    terms: tuple[str, ...]
    tokens: tuple[str, ...]


def read_query(text: str) -> Query:
    """A query from what somebody typed, whatever it is; without tokens it finds nothing."""
    words = " ".join(text.replace("\0", " ")[:LONGEST_QUERY].split())
    terms = tuple(dict.fromkeys(_runs(words)))[:MOST_TERMS]
    found: dict[str, None] = {}
    for term in terms:
        parts = _pairs(term) if is_han(term[0]) and len(term) > 1 else (term,)
        found.update(dict.fromkeys(parts))
    return Query(words, terms, tuple(found)[:MOST_TOKENS])
