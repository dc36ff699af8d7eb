"""The account of a year at article scale: cold with charts, cached, and as PDF.

``python -m benchmarks.report``: value = ``cold_s``, from the request to the HTML with every chart
in it, caches empty and the process warm (the charts are drawn in this process, as the worker does
it); limit = the statements of that request alone, run bare on one connection in the same run. ``cached_ms`` is the
median of twenty requests, ``pdf_s`` a whole document from counted figures and drawn charts.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from typing import Any

from benchmarks import template
from benchmarks.result import Result

GOAL_COLD_S, GOAL_CACHED_MS = 5.0, 200.0
YEAR = "/office/account/?year=2025&lang=zh-hans"
Statements = list[tuple[str, Any]]


def _client() -> Any:
    from django.test import Client

    from wutong.platform.accounts.models import User

    client = Client()
    director = User.objects.filter(role_assignments__role="director").first()
    if director is None:
        sys.exit("The template has no director.")
    client.force_login(director, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _get(client: Any, path: str = YEAR) -> str:
    response = client.get(path)
    if response.status_code != 200:
        sys.exit(f"{path} answered {response.status_code}")
    return str(response.content.decode())


def _forget() -> None:
    from wutong.core.figures.models import CachedResult
    from wutong.insight.reports.models import StoredChart

    CachedResult.objects.all().delete()
    StoredChart.objects.all().delete()


def _draw_waiting() -> int:
    from wutong.insight.reports.charts.store import draw_stored
    from wutong.insight.reports.models import StoredChart

    waiting = list(StoredChart.objects.filter(svg="").values_list("digest", flat=True))
    for digest in waiting:
        draw_stored(digest)
    return len(waiting)


def _cold(client: Any) -> float:
    started = time.perf_counter()
    _get(client)
    charts = _draw_waiting()
    page = _get(client)
    took = time.perf_counter() - started
    if page.count("<svg xmlns") < charts or "chart-waits" in page:
        sys.exit("a chart is missing from the page")
    return took


def _statements(client: Any) -> Statements:
    """What the cold page asks; within a transaction it asks on one connection only."""
    from django.db import connection, transaction

    statements = Statements()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not many:
            statements.append((sql, params))
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(note):
        _get(client)
    return statements


def _bare(statements: Statements) -> float:
    """The reading statements of the page, one after another, without Django around them."""
    from django.db import connection

    bare = [
        pair
        for pair in statements
        if pair[0].lstrip().upper().startswith(("SELECT", "WITH"))
        and "procrastinate" not in pair[0]
    ]
    connection.ensure_connection()
    started = time.perf_counter()
    with connection.connection.cursor() as cursor:
        for sql, params in bare:
            cursor.execute(sql, params)
            cursor.fetchall()
    return time.perf_counter() - started


def _pdf() -> float:
    from datetime import date

    from wutong.core.figures.public import OFFICIAL, Period
    from wutong.insight.reports.account import build_account
    from wutong.insight.reports.charts.store import ensure_charts, plans_of
    from wutong.insight.reports.documents import pdf

    period = Period(date(2025, 1, 1), date(2025, 12, 31))
    started = time.perf_counter()
    account = build_account(period, OFFICIAL, language="zh-hans", published=True)
    content = pdf.render(account, ensure_charts(plans_of(account)))
    took = time.perf_counter() - started
    if not content.startswith(b"%PDF"):
        sys.exit("no PDF came out")
    return took


def run() -> Result:
    """Measure once."""
    os.environ["DEBUG"] = "1"  # static files without a manifest
    template.use(template.clone("report"))
    from django.conf import settings

    from wutong.core.people.models import Person

    settings.DEBUG = False
    people = Person.objects.count()
    client = _client()
    _get(client, "/office/account/?year=2012&lang=zh-hans")  # the process warms up on another year
    _draw_waiting()
    _pdf()
    colds = []
    for _round in range(3):
        _forget()
        colds.append(_cold(client))
    cold = statistics.median(colds)
    cached = []
    for _round in range(20):
        started = time.perf_counter()
        _get(client)
        cached.append((time.perf_counter() - started) * 1000)
    cached_ms = statistics.median(cached)
    _forget()
    statements = _statements(client)
    return Result(
        name="report",
        value=cold,
        unit="s",
        better="lower",
        limit=_bare(statements),
        people=people,
        limit_is="the page's own statements, bare",
        goal=f"cold at most {GOAL_COLD_S:g} s, cached at most {GOAL_CACHED_MS:g} ms",
        met=cold <= GOAL_COLD_S and cached_ms <= GOAL_CACHED_MS,
        quick="--quick" in sys.argv,
        extra={
            "cold_s": round(cold, 3),
            "cached_ms": round(cached_ms, 1),
            "pdf_s": round(_pdf(), 3),
            "statements": len(statements),
        },
    )


if __name__ == "__main__":
    run().report()
