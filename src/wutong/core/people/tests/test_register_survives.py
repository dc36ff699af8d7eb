"""What happens when the worker is killed, or the database goes away, in the middle of it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, close_old_connections, connection

from wutong.core.people.models import Degree, Person
from wutong.core.people.tests.register import checked, make_units, row
from wutong.kernel.actors import Actor
from wutong.platform.jobs.models import Progress
from wutong.platform.jobs.sweeper import requeue_orphans
from wutong.platform.tabular.models import ImportBatch
from wutong.platform.tabular.services import batches, runs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[5]
PATIENCE = 60


def other_connection() -> psycopg.Connection:
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    return psycopg.connect(**parameters)


def wait_for(true, what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, f"waited in vain: {what}"
        time.sleep(0.1)


def stuck() -> int | None:
    """The backend that waits to write degrees: in the midst of publishing. Asked each time by a
    connection of its own, because a transaction keeps its first look at the activity."""
    with other_connection() as asking:
        found = asking.execute(
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND datname = current_database() AND query LIKE '%INSERT INTO people_degree%'"
        ).fetchone()
    return found[0] if found else None


@pytest.fixture
def batch(make_user):
    make_units()
    actor = Actor.of(make_user("staff"))
    made = checked(actor, [row(f"王{chr(0x4E00 + n)}", f"20{n:04d}", 出生日期=f"1983-05-{n + 1:02d}", 手机="", 邮箱="") for n in range(20)])  # fmt: skip
    return batches.start_publish(actor=actor, batch_id=made.pk)


def start_worker() -> subprocess.Popen:
    parameters = connection.get_connection_params()
    url = (
        f"postgresql://{parameters.get('user', '')}:{parameters.get('password', '')}"
        f"@{parameters.get('host', '127.0.0.1')}:{parameters.get('port', 5432)}"
        f"/{parameters['dbname']}"
    )
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "worker", "--concurrency", "1"],
        env={**os.environ, "DATABASE_URL": url,
             "DJANGO_SETTINGS_MODULE": "wutong.project.settings.test"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def test_a_worker_killed_while_publishing_leaves_nothing_and_the_next_one_finishes(batch):
    with other_connection() as holder:
        holder.execute("LOCK TABLE people_degree IN SHARE MODE")
        worker = start_worker()
        try:
            wait_for(lambda: stuck() is not None, "the worker to be half-way")
            told = Progress.objects.get(pk=batch.progress_id)
            assert (told.state, told.total > 0) == ("running", True)
            assert Person.objects.count() == 0  # nothing half-done is visible
        finally:
            worker.kill()
            worker.wait(20)
        holder.rollback()
    wait_for(_idle, "the killed worker's transaction to end")
    assert (Person.objects.count(), ImportBatch.objects.get(pk=batch.pk).state) == (0, "publishing")
    assert [name for _, name in requeue_orphans(dead_after=0)] == ["tabular.publish_import"]
    call_command("worker", once=True, concurrency=1)
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count(), Degree.objects.count()) == ("published", 20, 20)
    assert Progress.objects.get(pk=batch.progress_id).state == "done"


def _idle() -> bool:
    with other_connection() as asking:
        found = asking.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND query LIKE '%INSERT INTO people_degree%' AND state <> 'idle'"
            " AND pid <> pg_backend_pid()"
        ).fetchone()
    return found == (0,)


def test_a_database_that_goes_away_while_publishing_leaves_nothing_and_can_go_on(batch):
    failed: list[Exception] = []

    def work() -> None:
        try:
            runs.run_publish(batch.pk, Actor.system("test"))
        except OperationalError as error:
            failed.append(error)
        finally:
            connection.close()

    with other_connection() as holder:
        holder.execute("LOCK TABLE people_degree IN SHARE MODE")
        thread = threading.Thread(target=work)
        thread.start()
        wait_for(lambda: stuck() is not None, "the work to be half-way")
        # What every client sees when the server is restarted.
        holder.execute("SELECT pg_terminate_backend(%s)", [stuck()])
        thread.join(PATIENCE)
        holder.rollback()
    assert len(failed) == 1
    assert (Person.objects.count(), ImportBatch.objects.get(pk=batch.pk).state) == (0, "publishing")
    close_old_connections()
    runs.run_publish(batch.pk, Actor.system("test"))
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == ("published", 20)
    runs.run_publish(batch.pk, Actor.system("test"))  # overtaken: does nothing
    assert Person.objects.count() == 20
    assert settings.DATABASES
