"""Small drawings made by the server as SVG, without a style attribute or a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 96.0, 28.0, 3.0


def sparkline(values: Sequence[float], label: str = "") -> SafeString:
    """A line through ``values`` in order, its last point marked; empty below two values."""
    if len(values) < 2:
        return SafeString("")
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [
        (EDGE + index * step, HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE))
        for index, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    area = f"{EDGE:.1f},{HEIGHT} {line} {points[-1][0]:.1f},{HEIGHT}"
    return format_html(
        '<svg class="sparkline" viewBox="0 0 96 28" {}>'
        '<polygon class="area" points="{}"/><polyline points="{}"/>'
        '<circle class="end" cx="{}" cy="{}" r="2.5"/></svg>',
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"'),
        area,
        line,
        f"{points[-1][0]:.1f}",
        f"{points[-1][1]:.1f}",
    )


def shares(parts: Sequence[tuple[float, str]], whole: float, label: str = "") -> SafeString:
    """One bar of ``parts`` (value, tone) side by side; ``whole`` is the length of the longest."""
    whole = max(whole, sum(value for value, _tone in parts)) or 1
    drawn, at = [], 0.0
    for value, tone in parts:
        width = 100 * value / whole
        if width:
            drawn.append(
                format_html(
                    '<rect class="share-{}" x="{}" width="{}" height="10"/>',
                    tone or "slate",
                    f"{at:.2f}",
                    f"{max(width, 0.4):.2f}",
                )
            )
        at += width
    return format_html(
        '<svg class="shares" viewBox="0 0 100 10" preserveAspectRatio="none" {}>{}</svg>',
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"'),
        SafeString("".join(drawn)),
    )
