"""Reading side by side: one moment for both, nothing written, errors come out."""

from __future__ import annotations

import threading

import pytest
from django.db import InternalError, connection
from django.utils import translation

from wutong.platform.accounts.models import User
from wutong.platform.database.public import side_by_side


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def meeting(*, after: threading.Barrier):
    """Reads that wait for each other: they only end when they run at the same time."""

    def read() -> tuple[int, int, str]:
        after.wait(timeout=10)
        return backend(), User.objects.count(), translation.get_language()

    return read


@pytest.mark.django_db(transaction=True)
def test_two_connections_read_one_moment_in_the_language_of_the_caller():
    barrier = threading.Barrier(2)
    with translation.override("zh-hans"):
        (mine, people, language), (other, as_many, same) = side_by_side(
            [meeting(after=barrier), meeting(after=barrier)]
        )

    assert mine != other
    assert people == as_many
    assert (language, same) == ("zh-hans", "zh-hans")


@pytest.mark.django_db(transaction=True)
def test_results_come_in_the_order_asked_for():
    assert side_by_side([lambda n=n: n for n in range(7)]) == list(range(7))


@pytest.mark.django_db(transaction=True)
def test_nothing_can_be_written_and_the_error_comes_out():
    def write() -> None:
        User.objects.create(email="new@example.org", display_name="New")

    with pytest.raises(InternalError, match="read-only"):
        side_by_side([backend, write, backend])

    assert not User.objects.filter(email="new@example.org").exists()
    assert connection.in_atomic_block is False


@pytest.mark.django_db
def test_inside_a_transaction_its_own_changes_are_seen():
    User.objects.create(email="new@example.org", display_name="New")

    assert side_by_side([User.objects.count] * 2) == [1, 1]
