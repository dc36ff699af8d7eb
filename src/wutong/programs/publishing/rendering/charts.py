"""A line through typed-in values, drawn by the server as SVG without style or script.

Bars need no drawing of their own: they stand in the rows of the table of values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join

from wutong.ui.design.typography import exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

WIDTH, HEIGHT, SIDE, FOOT, HEAD = 640.0, 260.0, 44.0, 34.0, 26.0
LABELS = 8


def line_chart(values: Sequence[tuple[str, float]], title: str, unit: str = "") -> SafeString:
    """The line, its first and highest and last value named, names below at even distances."""
    numbers = [number for _label, number in values]
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    span = (high - low) or 1
    step = (WIDTH - 2 * SIDE) / max(1, len(values) - 1)
    rise = HEIGHT - FOOT - HEAD
    points = [
        (SIDE + index * step, HEAD + (high - number) / span * rise)
        for index, number in enumerate(numbers)
    ]
    named = sorted({0, numbers.index(max(numbers)), len(numbers) - 1})
    every = max(1, -(-len(values) // LABELS))
    base = HEAD + high / span * rise
    below = [
        (f"{points[index][0]:.1f}", f"{HEIGHT - 10:.1f}", values[index][0])
        for index in range(0, len(values), every)
    ]
    above = [
        (f"{points[index][0]:.1f}", f"{points[index][1] - 9:.1f}", exact(numbers[index]))
        for index in named
    ]
    dots = [(f"{points[index][0]:.1f}", f"{points[index][1]:.1f}") for index in named]
    return format_html(
        '<svg class="story-line" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<line class="base" x1="{}" x2="{}" y1="{}" y2="{}"/><polyline points="{}"/>{}{}{}</svg>',
        f"{WIDTH:.0f}", f"{HEIGHT:.0f}", f"{title} {unit}".strip(),
        f"{SIDE:.0f}", f"{WIDTH - SIDE:.0f}", f"{base:.1f}", f"{base:.1f}",
        " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
        format_html_join("", '<circle cx="{}" cy="{}" r="4"/>', dots),
        format_html_join("", '<text class="value" x="{}" y="{}">{}</text>', above),
        format_html_join("", '<text class="name" x="{}" y="{}">{}</text>', below),
    )  # fmt: skip
