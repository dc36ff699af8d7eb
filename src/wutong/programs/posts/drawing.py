"""The curve of a post's reads, drawn by the server: no script, no style attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from wutong.ui.design.typography import as_day, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

WIDTH, HEIGHT = 640.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 16.0, 14.0, 28.0
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def curve(points: Sequence[tuple[date, int]], label: str) -> SafeString:
    """Reads from the first day to the last; empty below two points."""
    if len(points) < 2:
        return SafeString("")
    first, last = points[0][0], points[-1][0]
    days = (last - first).days or 1
    top = _round_above(max(value for _day, value in points))
    across, up = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    places = [
        (LEFT + across * (day - first).days / days, TOP + up * (1 - value / top))
        for day, value in points
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    floor = f"{HEIGHT - BOTTOM:.1f}"
    grid = format_html_join(
        "", '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="scale" x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (LEFT, WIDTH - RIGHT, f"{y:.1f}", f"{y:.1f}", LEFT - 8, f"{y + 4:.1f}", spoken(value))
            for value, y in ((top * part / 2, TOP + up * (1 - part / 2)) for part in range(3))
        ),
    )  # fmt: skip
    dots = format_html_join(
        "", '<circle class="dot" cx="{}" cy="{}" r="2.5"><title>{} · {}</title></circle>',
        (
            (f"{x:.1f}", f"{y:.1f}", as_day(day), f"{value:,}")
            for (x, y), (day, value) in zip(places, points, strict=True)
        ),
    )  # fmt: skip
    ends = format_html(
        '<text class="scale" x="{}" y="{}">{}</text>'
        '<text class="scale" x="{}" y="{}" text-anchor="end">{}</text>',
        LEFT, HEIGHT - 8, as_day(first), WIDTH - RIGHT, HEIGHT - 8, as_day(last),
    )  # fmt: skip
    return format_html(
        '<svg class="posts-curve" viewBox="0 0 {} {}" role="img" aria-label="{}">{}'
        '<polygon class="area" points="{},{} {} {},{}"/><polyline class="line" points="{}"/>{}{}'
        "</svg>",
        int(WIDTH), int(HEIGHT), label, grid, f"{LEFT:.1f}", floor, line,
        f"{places[-1][0]:.1f}", floor, line, dots, ends,
    )  # fmt: skip


def _round_above(value: int) -> float:
    """The next round number: 1, 2, 2.5 or 5 times a power of ten."""
    power = float(f"1e{len(str(max(value, 1))) - 1}")
    return next(step * power for step in STEPS if step * power >= max(value, 2))
