"""The drawing on the card: growth rings of a tree, one for each year since leaving.

One wobbly ring is drawn once and laid out again and again, larger and a little turned, so that
sixty years weigh no more than six. Every tenth year is marked.
"""

from __future__ import annotations

import math
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

POINTS = 40
CORE = 7.0
FEWEST, MOST = 1, 80
DECADE = 10
FULL = 62.0


def rings(years: int, seed: str) -> SafeString:
    """An SVG of ``years`` rings; ``seed`` makes each card's wood its own."""
    grain = sha256(seed.encode()).digest()
    amount = max(FEWEST, min(MOST, years))
    radius, layers = CORE, []
    # a young tree is drawn with wide rings, an old one with narrow ones, as wood grows
    width = max(0.35, min(2.4, FULL / (amount * 2.5)))
    for year in range(1, amount + 1):
        radius += width * (1.7 + grain[year % len(grain)] / 255 * 1.6)
        layers.append(
            (
                "rings-decade" if year % DECADE == 0 else "rings-year",
                f"{radius:.1f}",
                f"{(year * 5 + grain[0]) % 360}",
            )
        )
    uses = format_html_join(
        "",
        '<use href="#ring" class="{0}" transform="rotate({2}) scale({1})"/>',
        layers,
    )
    return format_html(
        '<svg class="rings" viewBox="-100 -100 200 200" aria-hidden="true"><defs>'
        '<path id="ring" vector-effect="non-scaling-stroke" d="{}"/></defs>'
        '<circle class="rings-core" r="2.4"/>{}</svg>',
        _outline(grain),
        uses,
    )


def _outline(grain: bytes) -> str:
    phases = [byte / 255 * math.tau for byte in grain[1:4]]

    def reach(angle: float) -> float:
        return (
            1
            + 0.030 * math.sin(2 * angle + phases[0])
            + 0.014 * math.sin(3 * angle + phases[1])
            + 0.008 * math.sin(7 * angle + phases[2])
        )

    corners = []
    for step in range(POINTS):
        angle = math.tau * step / POINTS
        corners.append((reach(angle) * math.cos(angle), reach(angle) * math.sin(angle)))
    middles = [
        ((x + corners[i - 1][0]) / 2, (y + corners[i - 1][1]) / 2)
        for i, (x, y) in enumerate(corners)
    ]
    curves = "".join(
        f"Q{x:.3f} {y:.3f} {middles[(i + 1) % POINTS][0]:.3f} {middles[(i + 1) % POINTS][1]:.3f}"
        for i, (x, y) in enumerate(corners)
    )
    return f"M{middles[0][0]:.3f} {middles[0][1]:.3f}{curves}Z"
