"""What a search finds a person by. A query is cut by the same rules (`core.people.search`)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from wutong.kernel.hanzi.folding import fold, is_han, simplify
from wutong.kernel.hanzi.pinyin import pinyin_of_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[a-z0-9]+")
_NOT_DIGIT = re.compile(r"\D+")


def _grams(text: str) -> set[str]:
    """Every Chinese character, and every two that stand together."""
    found = {char for char in text if is_han(char)}
    found.update(
        text[at : at + 2]
        for at in range(len(text) - 1)
        if is_han(text[at]) and is_han(text[at + 1])
    )
    return found


def _spellings(syllables: tuple[str, ...], surname_size: int) -> set[str]:
    """Single syllables, everything from the front up to a syllable's end, the given name, and
    the initials of the same.
    """
    found = set(syllables)
    letters = [syllable[0] for syllable in syllables]
    for size in range(2, len(syllables) + 1):
        found.add("".join(syllables[:size]))
        found.add("".join(letters[:size]))
    if 0 < surname_size < len(syllables):
        found.add("".join(syllables[surname_size:]))
        found.add("".join(syllables[:surname_size]))
        if len(syllables) - surname_size > 1:
            found.add("".join(letters[surname_size:]))
        # 欧阳子轩 is typed oyzx and ozx alike.
        if surname_size > 1:
            found.add(letters[0] + "".join(letters[surname_size:]))
    return found


@lru_cache(maxsize=16_384)  # about 2 KB each: more would cost an import its memory
def name_tokens(name: str) -> tuple[str, ...]:
    """The tokens of one name: 1- and 2-grams of its simplified form, its pinyin by syllables
    and from the front, and the initials.
    """
    read = pinyin_of_name(name)
    text = simplify(fold(name)).lower()
    size = len(read.surname)
    found = _grams(text) | _spellings(read.syllables, size)
    for variant in read.variants:
        found |= _spellings(variant, size)
    return tuple(found)


def _latin_tokens(name: str) -> set[str]:
    words = _WORD.findall(fold(name).lower())
    found = set(words)
    if len(words) > 1:
        found.add("".join(words))
        found.add("".join([*words[1:], words[0]]))
    return found


def phone_tokens(number: str) -> set[str]:
    """The whole number without the country code of China, and its last four digits."""
    digits = _NOT_DIGIT.sub("", number)
    if number.startswith("+86") or (len(digits) == 13 and digits.startswith("86")):
        digits = digits.removeprefix("86")
    return {digits, digits[-4:]} if len(digits) >= 4 else set()


def search_tokens(
    *,
    name: str,
    former_names: Iterable[str] = (),
    name_latin: str = "",
    student_nos: Iterable[str] = (),
    phones: Iterable[str] = (),
    emails: Iterable[str] = (),
) -> list[str]:
    """All tokens of a person, sorted. Numbers and addresses are expected normalised."""
    found = set(name_tokens(name))
    for former in former_names:
        found.update(name_tokens(former))
    if name_latin:
        found |= _latin_tokens(name_latin)
    for student_no in student_nos:
        if student_no:
            found.add(student_no.lower())
    for phone in phones:
        found |= phone_tokens(phone)
    for email in emails:
        if email:
            lowered = email.lower()
            found.add(lowered)
            found.add(lowered.partition("@")[0])
    found.discard("")
    return sorted(found)
