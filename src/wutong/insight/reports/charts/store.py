"""Charts are drawn by the worker and read by the page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from wutong.insight.reports.models import StoredChart
from wutong.kernel import clock

from .drawing import draw

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.insight.reports.shapes import Account, ChartPlan

KEEP_DAYS = 90


def plans_of(account: Account) -> list[ChartPlan]:
    """Every chart of an account."""
    return [plan for section in account.sections for plan in section.charts]


def drawn_charts(plans: Iterable[ChartPlan]) -> dict[str, str]:
    """The SVG of those that are there, by digest."""
    digests = [plan.digest for plan in plans]
    return dict(
        StoredChart.objects.filter(digest__in=digests).exclude(svg="").values_list("digest", "svg")
    )


def ask_for_charts(plans: Iterable[ChartPlan]) -> list[str]:
    """Note what is to be drawn; returns the digests that nobody has asked for yet."""
    wanted = {plan.digest: plan for plan in plans}
    with transaction.atomic():
        known = set(StoredChart.objects.filter(digest__in=wanted).values_list("digest", flat=True))
        missing = sorted(set(wanted) - known)
        StoredChart.objects.bulk_create(
            [StoredChart(digest=digest, spec=wanted[digest].spec) for digest in missing],
            ignore_conflicts=True,
        )
    return missing


def draw_stored(digest: str) -> None:
    """Draw a chart that was asked for; harmless when it is drawn or gone."""
    chart = StoredChart.objects.filter(digest=digest, svg="").first()
    if chart is not None:
        StoredChart.objects.filter(digest=digest).update(svg=draw(chart.spec))


def ensure_charts(plans: Iterable[ChartPlan]) -> dict[str, str]:
    """The SVG of all of them, drawing what is missing here and now (in a worker)."""
    plans = list(plans)
    ask_for_charts(plans)
    there = drawn_charts(plans)
    for plan in plans:
        if plan.digest not in there:
            draw_stored(plan.digest)
    return drawn_charts(plans)


def forget_old_charts() -> int:
    """Drop charts that were asked for long ago; they are drawn again when wanted."""
    limit = clock.now() - timedelta(days=KEEP_DAYS)
    return StoredChart.objects.filter(asked_at__lt=limit).delete()[0]
