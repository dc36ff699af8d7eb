"""Addresses of pages whose titles are written in Chinese."""

from __future__ import annotations

from django.utils.text import slugify

from wutong.kernel.hanzi.folding import is_han
from wutong.kernel.hanzi.pinyin import reading

LONGEST = 60


def slug_of(title: str) -> str:
    """Pinyin, word by word, cut where a word ends; ``story`` where nothing can be read."""
    read = "".join(f" {reading(char)} " if is_han(char) else char for char in title)
    words: list[str] = []
    for one in slugify(read).split("-"):
        if len("-".join([*words, one])) > LONGEST:
            break
        words.append(one)
    return "-".join(words) or "story"
