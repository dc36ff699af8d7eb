"""Monthly partitions of the delivery table, made ahead of time and watched."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from wutong.kernel import clock

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
            # Names and dates are our own; identifiers cannot be parameters of DDL.
            cursor.execute(
                f"CREATE TABLE {name} PARTITION OF {TABLE} "
                f"FOR VALUES FROM ('{first}') TO ('{following_month(first)}') "
                "WITH (fillfactor = 80)"
            )
            made.append(name)
    return made


def _coming_months() -> list[dt.date]:
    months = [month_of(clock.today())]
    for _step in range(MONTHS_AHEAD):
        months.append(following_month(months[-1]))
    return months


def stray_deliveries() -> int:
    """Rows in the default partition, which must stay empty: anything above 0 is an alarm.

    A row there was never lost, but it blocks the making of its month's partition.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {DEFAULT_PARTITION}")  # noqa: S608 - a constant
        return int(cursor.fetchone()[0])
