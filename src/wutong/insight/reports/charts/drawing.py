"""From a specification to SVG, with our own font and nothing from outside."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pylopdf_fonts_zh_cn

if TYPE_CHECKING:
    from types import ModuleType

_ROOT = re.compile(r"<svg[^>]*>", re.DOTALL)
_BOX = re.compile(r'viewBox="([^"]+)"')
_LABELS = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')
_TITLES = re.compile(r"<title>.*?</title>", re.DOTALL)


@cache
def _converter() -> ModuleType:
    """Vega with our font; a process that draws nothing does not load it."""
    loaded = import_module("vl_convert")
    loaded.register_font_directory(str(pylopdf_fonts_zh_cn.sans_path().parent))
    return loaded


def draw(spec: dict[str, Any]) -> str:
    """The SVG of a Vega-Lite specification, about 0.5 s the first time in a process, then 35 ms.

    The root element carries only its box: the page names it, and its marks say nothing to a
    screen reader, since the table beside the chart says it better.
    """
    svg: str = _converter().vegalite_to_svg(spec)
    root = _ROOT.search(svg)
    box = _BOX.search(root.group(0)) if root else None
    if root is None or box is None:
        message = "the chart has no root element"
        raise ValueError(message)
    _left, _top, width, height = box.group(1).split()
    body = _LABELS.sub("", _TITLES.sub("", svg[root.end() :]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box.group(1)}"'
        f' width="{width}" height="{height}">{body}'
    )


def picture(svg: str) -> bytes:
    """A drawn chart as PNG, for Word, which knows no SVG everywhere."""
    made: bytes = _converter().svg_to_png(svg, scale=2.5)
    return made
