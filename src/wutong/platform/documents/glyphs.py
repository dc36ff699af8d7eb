"""No boxes in print: characters that the fonts lack are written by their pinyin."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTFont

from wutong.kernel.hanzi import reading

if TYPE_CHECKING:
    from pathlib import Path


@cache
def covered() -> frozenset[int]:
    """Code points of the two fonts that go into a document."""
    paths: tuple[Path, ...] = (pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_zh_cn.serif_path())
    points: set[int] = set()
    for path in paths:
        with TTFont(path, lazy=True) as font:
            points.update(font.getBestCmap())
    return frozenset(points)


def lacking(text: str) -> str:
    """The characters of ``text`` that neither font has."""
    known = covered()
    return "".join(char for char in text if ord(char) not in known and char not in "\n\t")


def printable(text: str) -> str:
    """``text`` with every character that neither font has as 〔pinyin〕 (or 〔U+…〕)."""
    known = covered()
    if all(ord(char) in known or char in "\n\t" for char in text):
        return text
    return "".join(
        char if ord(char) in known or char in "\n\t" else f"〔{_reading(char)}〕" for char in text
    )


def _reading(char: str) -> str:
    said = reading(char)
    return said if said != char else f"U+{ord(char):X}"


def printable_data(value: Any) -> Any:
    """``printable`` for every text in nested lists and dictionaries."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: printable_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable_data(item) for item in value]
    return value
