"""Charts as Vega-Lite specifications: pure functions from numbers to a dictionary.

Written as plain dictionaries: importing Altair costs about a second in every process and gives
nothing a dictionary lacks here. Few colours, direct labels instead of a legend, zero always on
the axis. Every colour is one of ``PALETTE`` so that the page can re-colour the SVG for the dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

INK, MUTED, LINE = "#1f2421", "#5c635f", "#d9d5cc"
PALETTE = ("#1f5c46", "#b4652a", "#3d6a94", "#7a5c99")
FONT = "Noto Sans SC"
WIDTH, HEIGHT = 600, 215
LABEL_GAP = 17
Spec = dict[str, Any]


@dataclass(frozen=True)
class Series:
    """A named line: one value a window, None where there is none."""

    name: str
    values: tuple[float | None, ...]


def _axis_number(chinese: bool) -> str:
    grouped = "format(datum.value, ',~f')"
    if not chinese:
        return grouped
    return (
        "datum.value != 0 && datum.value % 1000 == 0 && datum.value >= 10000"
        f" ? format(datum.value / 10000, ',~f') + '万' : {grouped}"
    )


def _config() -> Spec:
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": MUTED, "titleColor": MUTED}
    return {
        "background": None,
        "font": FONT,
        "view": {"stroke": None},
        "axis": text | {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"},
        "text": {"font": FONT, "fontSize": 12},
    }


def spread(heights: list[float], gap: float = LABEL_GAP) -> list[float]:
    """Move label positions apart by at least ``gap`` pixels, keeping their order."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    placed = list(heights)
    for lower, upper in pairwise(order):
        placed[upper] = max(placed[upper], placed[lower] + gap)
    surplus = max((placed[index] for index in order), default=0) - max(heights, default=0)
    return [position - surplus / 2 for position in placed] if surplus > 0 else placed


def _end_tags(labels: tuple[str, ...], series: tuple[Series, ...], top: float) -> list[Spec]:
    ends = [(s, s.values[-1]) for s in series if s.values[-1] is not None]
    places = spread([float(value or 0) / top * HEIGHT for _s, value in ends])
    return [
        {
            "window": labels[-1],
            "series": s.name,
            "place": place / HEIGHT * top,
            "text": f"{s.name} {value:,.0f}",
        }
        for (s, value), place in zip(ends, places, strict=True)
    ]


def _value_axis(*, chinese: bool, unit: str) -> Spec:
    return {
        "title": unit,
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleX": -40,
        "titleY": -10,
        "gridColor": LINE,
        "domain": False,
        "ticks": False,
        "tickCount": 4,
        "labelExpr": _axis_number(chinese),
    }


def trend(labels: tuple[str, ...], series: tuple[Series, ...], *, chinese: bool, unit: str) -> Spec:
    """Lines over consecutive windows, each labelled at its end with name and last value."""
    top = max((v for s in series for v in s.values if v is not None), default=0) * 1.08 or 1
    points = [
        {"window": label, "series": s.name, "value": value}
        for s in series
        for label, value in zip(labels, s.values, strict=True)
        if value is not None
    ]
    colour = {
        "field": "series",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": [s.name for s in series], "range": list(PALETTE[: len(series)])},
    }
    across = {
        "field": "window",
        "type": "ordinal",
        "sort": None,
        "scale": {"paddingOuter": 0.1},
        "axis": {"title": None, "labelAngle": 0, "ticks": False, "domainColor": LINE},
    }
    up = {"type": "quantitative", "scale": {"domain": [0, top], "nice": False}}
    axis = _value_axis(chinese=chinese, unit=unit)
    line = {"type": "line", "strokeWidth": 2.5, "point": {"size": 45, "filled": True}}
    tag = {"type": "text", "align": "left", "dx": 12, "baseline": "middle"}
    lines = {"x": across, "y": up | {"field": "value", "axis": axis}, "color": colour}
    tags = {"x": across, "y": up | {"field": "place"}, "text": {"field": "text"}, "color": colour}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": HEIGHT,
        "padding": {"left": 5, "top": 22, "right": 28, "bottom": 5},
        "config": _config(),
        "layer": [
            {"data": {"values": points}, "mark": line, "encoding": lines},
            {
                "data": {"values": _end_tags(labels, series, top)},
                "mark": tag,
                "encoding": tags,
            },
        ],
    }


def bars(rows: tuple[tuple[str, float], ...], *, suffix: str) -> Spec:
    """Horizontal bars, longest first, the value at the end of each."""
    ranked = sorted(rows, key=lambda row: -row[1])
    values = [{"name": n, "value": v, "text": f"{v:,.1f}{suffix}"} for n, v in ranked]
    names = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "axis": {
            "title": None,
            "ticks": False,
            "domain": False,
            "labelLimit": 330,
            "labelColor": INK,
        },
    }
    lengths = {
        "field": "value",
        "type": "quantitative",
        "scale": {
            "zero": True,
            "nice": False,
            "domainMax": (max((v for _n, v in rows), default=0) * 1.1) or 1,
        },
        "axis": None,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH - 180,
        "height": {"step": 22 if len(rows) <= 12 else 17},
        "config": _config(),
        "data": {"values": values},
        "layer": [
            {
                "mark": {
                    "type": "bar",
                    "color": PALETTE[0],
                    "height": {"band": 0.62},
                    "cornerRadiusEnd": 2,
                },
                "encoding": {"y": names, "x": lengths},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "color": INK},
                "encoding": {"y": names, "x": lengths, "text": {"field": "text"}},
            },
        ],
    }
