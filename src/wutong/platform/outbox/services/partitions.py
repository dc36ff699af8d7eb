"""Monthly partitions of the delivery table, made ahead of time and watched."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import connection, transaction

from wutong.kernel import clock

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

TABLE = "outbox_delivery"
DEFAULT_PARTITION = f"{TABLE}_default"
MONTHS_AHEAD = 3
_LOCK = 0x6F7574626F78  # any number of our own: "outbox"


def month_of(day: dt.date) -> dt.date:
    """The first of the month of ``day``: what ``campaign_month`` holds."""
    return day.replace(day=1)


def following_month(month: dt.date) -> dt.date:
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


@transaction.atomic
def ensure_partitions(*, months: list[dt.date] | None = None) -> list[str]:
    """Make the partitions of ``months`` (this month and the next ones) and name the new ones.

    Safe to call at any time from any number of processes.
    """
    wanted = months or _coming_months()
    made: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE %s", [f"{TABLE}_y%"])
        present = {row[0] for row in cursor.fetchall()}
        for month in wanted:
            first = month_of(month)
            name = f"{TABLE}_y{first:%Y}m{first:%m}"
            if name in present:
                continue
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
            if cursor.fetchone()[0]:
                continue
            _make(cursor, name, first)
            made.append(name)
    return made


def _make(cursor: CursorWrapper, name: str, first: dt.date) -> None:
    """One partition; rows of its month that strayed into the default one come along.

    Names and dates are our own; identifiers cannot be parameters of DDL.
    """
    after = following_month(first)
    cursor.execute(
        f"CREATE TABLE {name} (LIKE {TABLE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
        " WITH (fillfactor = 80)"
    )
    cursor.execute(
        f"WITH strayed AS (DELETE FROM {DEFAULT_PARTITION}"  # noqa: S608 - our own names
        " WHERE campaign_month >= %s AND campaign_month < %s RETURNING *)"
        f" INSERT INTO {name} SELECT * FROM strayed",
        [first, after],
    )
    cursor.execute(
        f"ALTER TABLE {TABLE} ATTACH PARTITION {name} FOR VALUES FROM ('{first}') TO ('{after}')"
    )


def _coming_months() -> list[dt.date]:
    months = [month_of(clock.today())]
    for _step in range(MONTHS_AHEAD):
        months.append(following_month(months[-1]))
    return months


def stray_deliveries() -> int:
    """Rows in the default partition, which must stay empty: anything above 0 is an alarm.

    A row there is not lost; making its month's partition takes it along.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {DEFAULT_PARTITION}")  # noqa: S608 - a constant
        return int(cursor.fetchone()[0])
