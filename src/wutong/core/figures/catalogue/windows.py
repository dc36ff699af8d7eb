"""Windows as a relation, to count many periods in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from wutong.core.figures.periods import Period


def windows_sql(periods: Sequence[Period]) -> tuple[str, list[Any]]:
    """``VALUES`` rows (i, first, last) of the periods, with their parameters."""
    rows = ", ".join(["(%s::int, %s::date, %s::date)"] * len(periods))
    parameters: list[Any] = []
    for index, period in enumerate(periods):
        parameters += [index, period.start, period.end]
    return f"(VALUES {rows}) AS w(i, first, last)", parameters


def queryset_sql(queryset: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    """A queryset as a sub-select, also when it is known to be empty."""
    compiler = queryset.order_by().query.get_compiler(queryset.db, elide_empty=False)
    sql, parameters = compiler.as_sql()
    return f"({sql})", tuple(parameters)


def with_places(
    sql: str, named: dict[str, Any], positional: tuple[Any, ...]
) -> tuple[str, dict[str, Any]]:
    """Psycopg takes names or places, not both: give the places names."""
    pieces = sql.split("%s")
    text = pieces[0] + "".join(f"%(place_{i})s{piece}" for i, piece in enumerate(pieces[1:]))
    return text, named | {f"place_{i}": value for i, value in enumerate(positional)}
