"""A worker killed in mid-campaign, a database gone in mid-campaign: judged by the server's log.

Nobody is mailed twice, nobody is forgotten, and only what was on the wire is uncertain.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
import psycopg
import pytest
from django.db import connection

from wutong.platform.jobs.sweeper import requeue_orphans
from wutong.platform.outbox.models import Delivery
from wutong.platform.outbox.pump.recovery import recover
from wutong.platform.outbox.selectors import stream_progress
from wutong.platform.outbox.tests.helpers import assert_counters_true, started, states
from wutong.platform.outbox.tests.server import Behaviour

ROOT = Path(__file__).resolve().parents[5]
KEY = "trial:1"
CONNECTIONS = 4
RECIPIENTS = 1200

pytestmark = pytest.mark.slow


def url_of(database: str) -> str:
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return f"{base}/{database}"


@pytest.fixture
def worker(tmp_path, smtp):
    """``worker(*options)`` starts a real worker; the server is at ``worker.server``."""
    server, config = smtp(Behaviour(delay=0.004))
    running = []

    def start(*words):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker", *words],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": url_of(connection.settings_dict["NAME"]),
                "DJANGO_SETTINGS_MODULE": "wutong.project.settings.test",
                "WUTONG_DATA": str(tmp_path),
                "SMTP_PORT": str(config.port),
                "SMTP_CONNECTIONS": str(CONNECTIONS),
            },
        )
        running.append(process)
        return process

    start.server = server
    yield start
    for process in running:
        process.kill()
        process.wait()


def wait_until(condition, what, seconds=180):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {seconds} s for {what}")
        time.sleep(0.02)


def done():
    return stream_progress(KEY).state == "finished"


def assert_each_once(server, *, uncertain_at_most):
    """The server's log against the table."""
    taken = Counter(item.message_id for item in server.taken)
    assert [name for name, count in taken.items() if count > 1] == []
    arrived = {item.recipient for item in server.taken}
    rows = dict(Delivery.objects.filter(stream=KEY).values_list("address", "state"))
    assert len(rows) == RECIPIENTS
    assert set(rows.values()) <= {"accepted", "uncertain"}
    missing = {address for address, state in rows.items() if address not in arrived}
    assert {rows[address] for address in missing} <= {"uncertain"}
    assert states().get("uncertain", 0) <= uncertain_at_most
    assert_counters_true()


def test_killed_workers_mail_nobody_twice_and_forget_nobody(transactional_db, worker, tmp_path):
    started(RECIPIENTS)
    for share in (1, 2):
        process = worker()
        goal = RECIPIENTS * share // 3
        wait_until(lambda goal=goal: len(worker.server.taken) >= goal, f"{goal} mails")
        process.send_signal(signal.SIGKILL)
        process.wait()
        requeue_orphans(dead_after=0)
    worker()
    wait_until(done, "the end")

    assert_each_once(worker.server, uncertain_at_most=2 * CONNECTIONS)
    assert list((tmp_path / "outbox").glob("*.journal")) == []


def pumping(process):
    """The processes below ``process`` that have messages on the wire: each holds a journal."""
    return [
        child
        for child in psutil.Process(process.pid).children()
        if any(file.path.endswith(".journal") for file in child.open_files())
    ]


def test_one_of_two_pumps_killed_in_mid_campaign_is_made_good_by_the_other(
    transactional_db, worker, tmp_path
):
    started(RECIPIENTS)
    process = worker("--processes", "2")
    wait_until(lambda: len(pumping(process)) == 2, "two processes at one campaign")
    wait_until(lambda: len(worker.server.taken) >= RECIPIENTS // 4, "a quarter")
    first, _second = pumping(process)
    first.send_signal(signal.SIGKILL)
    wait_until(done, "the end")

    assert_each_once(worker.server, uncertain_at_most=CONNECTIONS)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert list((tmp_path / "outbox").glob("*.journal")) == []


def test_without_its_journal_a_dead_worker_leaves_everything_claimed_uncertain(
    transactional_db, worker, tmp_path
):
    started(RECIPIENTS)
    process = worker()
    wait_until(lambda: len(worker.server.taken) >= RECIPIENTS // 4, "a quarter")
    process.send_signal(signal.SIGKILL)
    process.wait()
    shutil.rmtree(tmp_path / "outbox")
    time.sleep(0.1)
    claimed = states()["sending"]
    assert claimed > 0
    recover(tmp_path / "outbox")
    assert states()["sending"] == claimed  # its lease has not ended
    Delivery.objects.filter(state="sending").update(lease_until="2020-01-01T00:00:00Z")
    requeue_orphans(dead_after=0)
    worker()
    wait_until(done, "the end")

    assert_each_once(worker.server, uncertain_at_most=claimed)
    assert states()["uncertain"] == claimed


def test_a_database_that_goes_away_in_mid_campaign_is_waited_for(transactional_db, worker):
    name = connection.settings_dict["NAME"]
    started(RECIPIENTS)
    worker()
    wait_until(lambda: len(worker.server.taken) >= RECIPIENTS // 4, "a quarter")
    connection.close()
    with psycopg.connect(url_of("postgres"), autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        time.sleep(1.5)
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    wait_until(done, "the end")

    assert_each_once(worker.server, uncertain_at_most=0)
    assert states() == {"accepted": RECIPIENTS}


def test_a_worker_asked_to_stop_finishes_what_is_on_the_wire(transactional_db, worker):
    started(RECIPIENTS)
    process = worker()
    wait_until(lambda: len(worker.server.taken) >= RECIPIENTS // 10, "a tenth")
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    after = states()
    assert set(after) <= {"accepted", "queued"}
    worker()
    wait_until(done, "the end")
    assert_each_once(worker.server, uncertain_at_most=0)
