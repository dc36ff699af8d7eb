"""A partition for each month, made ahead; what strayed is seen and taken along."""

import datetime as dt

import pytest
from django.db import connection

from wutong.platform.outbox import tasks
from wutong.platform.outbox.services.partitions import (
    ensure_partitions,
    following_month,
    month_of,
    stray_deliveries,
)

pytestmark = pytest.mark.django_db
FAR = dt.date(2093, 4, 1)


def insert(month):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_delivery (campaign_month, stream, address, address_hash)"
            " VALUES (%s, 'trial:1', 'a@b.test', '\\x00') RETURNING tableoid::regclass::text",
            [month],
        )
        return cursor.fetchone()[0]


def where():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text, address FROM outbox_delivery")
        return cursor.fetchall()


def indexes(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = %s", [table])
        return cursor.fetchone()[0]


def test_the_coming_months_are_made_once():
    ensure_partitions()
    assert ensure_partitions() == []
    assert ensure_partitions(months=[FAR]) == ["outbox_delivery_y2093m04"]
    assert insert(FAR) == "outbox_delivery_y2093m04"
    assert indexes("outbox_delivery_y2093m04") == indexes("outbox_delivery_default") == 11


def test_a_stray_delivery_is_seen_and_taken_along(caplog):
    assert insert(FAR) == "outbox_delivery_default"
    assert stray_deliveries() == 1
    tasks.make_partitions()
    assert "outbox_stray_deliveries" in caplog.text
    ensure_partitions(months=[FAR])
    assert where() == [("outbox_delivery_y2093m04", "a@b.test")]
    assert stray_deliveries() == 0


def test_months():
    assert month_of(dt.date(2026, 11, 22)) == dt.date(2026, 11, 1)
    assert following_month(dt.date(2026, 12, 1)) == dt.date(2027, 1, 1)
