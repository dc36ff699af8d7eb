"""Counting without making everybody wait: exact when small, estimated when large."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connections

if TYPE_CHECKING:
    from django.db.models import QuerySet

EXACT_UP_TO = 10_000


@dataclass(frozen=True)
class Count:
    """How many rows; ``exact`` is False for the planner's estimate."""

    number: int
    exact: bool = True

    @property
    def shown(self) -> int:
        """The number to print: estimates are rounded to two significant digits."""
        if self.exact or self.number < 100:
            return self.number
        unit = 10 ** (len(str(self.number)) - 2)
        return int(round(self.number / unit) * unit)


def count_rows(rows: QuerySet[Any], *, exact: bool = False, up_to: int | None = None) -> Count:
    """Exact up to ``up_to`` (ten thousand) rows or when asked; beyond, the planner's estimate."""
    limit = EXACT_UP_TO if up_to is None else up_to
    plain = rows.order_by()
    if exact:
        return Count(plain.count())
    bounded = plain[: limit + 1].count()
    if bounded <= limit:
        return Count(bounded)
    return Count(max(_estimate(plain), bounded), exact=False)


def _estimate(rows: QuerySet[Any]) -> int:
    try:
        sql, parameters = rows.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connections[rows.db].cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
        found = cursor.fetchone()
    plan = found[0] if found else []
    parsed = json.loads(plan) if isinstance(plan, str) else plan
    return int(parsed[0]["Plan"]["Plan Rows"]) if parsed else 0
