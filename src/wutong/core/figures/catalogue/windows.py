"""Windows as a relation, to count many periods in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from ..periods import Period


def windows_sql(periods: Sequence[Period]) -> tuple[str, list[Any]]:
    """``VALUES`` rows (i, first, last) of the periods, with their parameters."""
    rows = ", ".join(["(%s::int, %s::date, %s::date)"] * len(periods))
    parameters: list[Any] = []
    for index, period in enumerate(periods):
        parameters += [index, period.start, period.end]
    return f"(VALUES {rows}) AS w(i, first, last)", parameters


def queryset_sql(queryset: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    """A queryset as a sub-select."""
    sql, parameters = queryset.order_by().query.sql_with_params()
    return f"({sql})", tuple(parameters)
