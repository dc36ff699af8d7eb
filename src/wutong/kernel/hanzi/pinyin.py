"""How a Chinese name is read."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache

# Names are read a character at a time: the table of phrases would be 44 MB in every process.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

from pypinyin import Style, lazy_pinyin

from wutong.kernel.hanzi.folding import MIDDLE_DOT, fold, is_han, simplify
from wutong.kernel.hanzi.surnames import COMPOUND, GIVEN, RARE, SINGLE

_LATIN = re.compile(r"[^\W\d_]+", re.UNICODE)
_readings: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class NamePinyin:
    """The reading of a name.

    `surname` is written (王, 欧阳; empty where the name has none that we know, as in names with
    `·` and Latin ones), `surname_pinyin` read; `key` sorts ("wang xiaoming"); `syllables` are
    those of the whole name, `initials` their first letters; `variants` are other readings of the
    whole name that people may type.
    """

    surname: str
    surname_pinyin: str
    key: str
    syllables: tuple[str, ...]
    initials: str
    variants: tuple[tuple[str, ...], ...] = ()


def reading(char: str) -> str:
    """The commonest reading of one character without tones (`lv` for ü); the character itself
    where none is known.
    """
    known = _readings.get(char)
    if known is None:
        known = RARE.get(char) or (lazy_pinyin(char, style=Style.NORMAL) or [char])[0]
        _readings[char] = known
    return known


def _parts(text: str) -> list[str]:
    """Chinese characters one by one, runs of letters as one."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        if is_han(char):
            parts.append(char)
            at += 1
            continue
        match = _LATIN.match(text, at)
        if match:
            word = match.group()
            # \w also matches Han: stop before the first one.
            cut = next((i for i, c in enumerate(word) if is_han(c)), len(word))
            parts.append(word[:cut].lower())
            at += cut
        else:
            at += 1
    return parts


def _variants(readings: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Other readings, one character differing at a time: enough for what people type."""
    first = [options[0] for options in readings]
    found = [
        (*first[:place], other, *first[place + 1 :])
        for place, options in enumerate(readings)
        for other in options[1:]
    ]
    return tuple(found[:6])


def _with_umlauts(options: tuple[str, ...]) -> tuple[str, ...]:
    """`lv` is also typed `lu` and, as passports have it, `lyu`."""
    return tuple(
        spelling
        for option in options
        for spelling in (
            (option, option.replace("v", "yu"), option.replace("v", "u"))
            if option in {"lv", "nv", "lve", "nve"}
            else (option,)
        )
    )


def _plain(text: str) -> NamePinyin:
    """A name without a Chinese surname in front: foreign, or with `·`."""
    groups = [group for group in re.split(f"[{MIDDLE_DOT} ,./-]+", text) if group]
    words = [[reading(part) for part in _parts(group)] for group in groups]
    syllables = tuple(syllable for word in words for syllable in word)
    return NamePinyin(
        surname="",
        surname_pinyin="",
        key=" ".join("".join(word) for word in words if word),
        syllables=syllables,
        initials="".join(syllable[0] for syllable in syllables),
    )


@lru_cache(maxsize=8_192)  # about 1 KB each
def pinyin_of_name(name: str) -> NamePinyin:
    """How `name` is read; surnames by their own readings (单 Shàn, 仇 Qiú, 尉迟 Yùchí)."""
    text = simplify(fold(name))
    if len(text) < 2 or not all(is_han(char) for char in text):
        return _plain(text)
    pair = COMPOUND.get(text[:2]) if len(text) > 2 else None
    surname = text[:2] if pair else text[0]
    front: list[tuple[str, ...]] = (
        [(syllable,) for syllable in pair] if pair else [SINGLE.get(text[0]) or (reading(text[0]),)]
    )
    given = [GIVEN.get(char) or (reading(char),) for char in text[len(surname) :]]
    readings = [_with_umlauts(options) for options in (*front, *given)]
    syllables = tuple(options[0] for options in readings)
    size = len(surname)
    return NamePinyin(
        surname=surname,
        surname_pinyin="".join(syllables[:size]),
        key=f"{''.join(syllables[:size])} {''.join(syllables[size:])}",
        syllables=syllables,
        initials="".join(syllable[0] for syllable in syllables),
        variants=_variants(readings),
    )
