"""One spelling for what people type in many."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

MIDDLE_DOT = "·"
_DOTS = re.compile("[•‧・･∙⋅●]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
# Registers pad two-character names to the width of three: 张　三.
_SPACE_BETWEEN_HAN = re.compile(
    "(?<=[\u3007\u3400-\u9fff\U00020000-\U000323af]) (?=[\u3007\u3400-\u9fff\U00020000-\U000323af])"
)
_SPACE_AROUND_DOT = re.compile(f" ?{MIDDLE_DOT} ?")
_PLAIN = re.compile("[\u4e00-\u9fff]+|[0-9A-Za-z@._+-]+")
_to_simplified = OpenCC("t2s")
_simplified: dict[str, str] = {}


def is_han(char: str) -> bool:
    """Whether `char` is a Chinese character, on whichever plane."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x323AF
        or code == 0x3007
    )


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """`text` with full-width letters and digits narrowed, every middle dot made `·`, invisible
    characters gone and spaces collapsed (none between Chinese characters). Case is kept.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = _SPACES.sub(" ", _DOTS.sub(MIDDLE_DOT, text)).strip()
    text = text.replace("’", "'").replace("‘", "'")
    return _SPACE_AROUND_DOT.sub(MIDDLE_DOT, _SPACE_BETWEEN_HAN.sub("", text))


def simplify(text: str) -> str:
    """`text` with traditional characters made simplified, one by one (so that a name keeps its
    length), each looked up once per process.
    """
    known = _simplified
    try:
        return "".join([known[char] for char in text])
    except KeyError:
        for char in text:
            if char not in known:
                known[char] = _to_simplified.convert(char) if is_han(char) else char
        return "".join([known[char] for char in text])


@cache
def traditional_characters() -> str:
    """Every character of the common block that has a simplified form, for a search that must
    find the few names written with one among many.
    """
    block = map(chr, range(0x4E00, 0xA000))
    return "".join([char for char in block if simplify(char) != char])
