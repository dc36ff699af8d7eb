"""From registered charts and the numbers of an account to specifications, keyed by their data."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.figures.public import Unit, figures
from wutong.insight.reports.shapes import ChartPlan

from .specs import Series, bars, trend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wutong.core.figures.public import AccountChart, Computed, Period
    from wutong.insight.reports.shapes import TableView


def _plan(
    key: str,
    title: str,
    alt: str,
    spec: dict[str, Any],
    heads: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
) -> ChartPlan:
    text = json.dumps(spec, sort_keys=True, ensure_ascii=False)
    return ChartPlan(
        key, title, alt, hashlib.sha256(text.encode()).hexdigest()[:40], spec, heads, rows
    )


def plan_chart(
    chart: AccountChart, windows: Sequence[Period], computed: Computed, views: Sequence[TableView]
) -> ChartPlan | None:
    """The plan of a registered chart, or None when there is nothing to show."""
    if chart.kind == "trend":
        return _trend(chart, windows, computed)
    return _bars(chart, views)


def _trend(chart: AccountChart, windows: Sequence[Period], computed: Computed) -> ChartPlan | None:
    chinese = (translation.get_language() or "").startswith("zh")
    labels = tuple(window.short_label for window in windows)
    series = []
    for code in chart.figures:
        readings = [computed.readings.get((code, window)) for window in windows]
        values = tuple(None if r is None or r.value is None else float(r.value) for r in readings)
        if any(values):
            series.append(Series(str(figures.get(code).title), values))
    if not series:
        return None
    unit = str(Unit(figures.get(chart.figures[0]).unit).label)
    title = str(chart.title)
    alt = _("Line chart: %(title)s, %(first)s to %(last)s. The table has the numbers.") % {
        "title": title,
        "first": labels[0],
        "last": labels[-1],
    }
    rows = tuple(
        (s.name, *("–" if value is None else f"{value:,.0f}" for value in s.values)) for s in series
    )
    spec = trend(labels, tuple(series), chinese=chinese, unit=unit)
    return _plan(chart.key, title, alt, spec, ("", *labels), rows)


def _bars(chart: AccountChart, views: Sequence[TableView]) -> ChartPlan | None:
    view = next((view for view in views if view.key == chart.table), None)
    if view is None:
        return None
    rows = []
    for line in view.lines:
        cell = line.cells[chart.column]
        if not cell.small and cell.text not in {"–", ""}:
            rows.append((line.label, float(cell.text.replace(",", ""))))
    if not rows:
        return None
    title = str(chart.title)
    alt = _("Bar chart: %(title)s. The table has the numbers.") % {"title": title}
    return _plan(chart.key, title, alt, bars(tuple(rows), suffix="%"), (), ())
