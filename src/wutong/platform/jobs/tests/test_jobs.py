"""Background work: deferred in a transaction, seen while it runs, swept when its worker dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from wutong.kernel.actors import Actor
from wutong.platform.jobs.models import Progress
from wutong.platform.jobs.progress import advance, close_side_connection, finish, start_progress
from wutong.platform.jobs.public import defer, slot_of
from wutong.platform.jobs.sweeper import requeue_orphans
from wutong.platform.jobs.tasks import forget_finished
from wutong.platform.jobs.worker import queues_of

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[5]


def test_a_rolled_back_transaction_queues_nothing(transactional_db):
    with pytest.raises(RuntimeError), transaction.atomic():
        defer(forget_finished)
        raise RuntimeError

    assert ProcrastinateJob.objects.count() == 0


def test_once_queues_one_waiting_job_only(transactional_db):
    first = defer(forget_finished, once="tidy")
    second = defer(forget_finished, once="tidy")

    assert first is not None
    assert second is None
    assert ProcrastinateJob.objects.count() == 1


def test_a_worker_runs_what_waits(run_jobs):
    defer(forget_finished, once="tidy")

    run_jobs()

    tidy = ProcrastinateJob.objects.filter(queueing_lock="tidy")
    assert list(tidy.values_list("status", flat=True)) == ["succeeded"]


def test_progress_is_seen_from_outside_while_the_transaction_is_open(transactional_db):
    progress = start_progress(kind="test", title="Count", owner=Actor.system("test"), total=10)

    with transaction.atomic():
        advance(progress.pk, done=4)
        outside = connection.copy()
        with outside.cursor() as cursor:
            cursor.execute("SELECT state, done FROM jobs_progress WHERE id = %s", [progress.pk])
            seen = cursor.fetchone()
        outside.close()
        transaction.set_rollback(True)

    assert seen == ("running", 4)
    close_side_connection()


def test_progress_made_in_the_same_transaction_is_written_with_it(db):
    progress = start_progress(kind="test", title="Count", owner=Actor.system("test"), total=10)

    finish(progress.pk, url="/there/")

    progress.refresh_from_db()
    assert (progress.state, progress.percent, progress.result) == (
        Progress.State.DONE,
        100,
        {"url": "/there/"},
    )
    close_side_connection()


@pytest.mark.slow
def test_the_job_of_a_killed_worker_goes_back_to_the_queue_and_frees_its_lock(transactional_db):
    from wutong.platform.jobs.tests.sleeper import hold

    defer(hold, lock="the-lock", seconds=60)
    environment = {
        **os.environ,
        "DATABASE_URL": _test_url(),
        "PYTHONPATH": f"{ROOT / 'src'}",
        "PROCRASTINATE_TEST_TASKS": "1",
    }
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=ROOT,
        env={**environment, "DJANGO_SETTINGS_MODULE": "wutong.platform.jobs.tests.settings"},
    )
    try:
        _wait_for_status("doing")
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    assert requeue_orphans(dead_after=3600) == []
    swept = requeue_orphans(dead_after=0)

    assert "test.hold" in [name for _, name in swept]  # beside what the clock had started
    held = ProcrastinateJob.objects.filter(task_name="test.hold")
    assert list(held.values_list("status", "lock")) == [("todo", "the-lock")]


def test_a_dead_workers_job_is_requeued_although_its_successor_waits(transactional_db):
    defer(forget_finished, once="tidy")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    defer(forget_finished, once="tidy")

    assert len(requeue_orphans(dead_after=0)) == 1

    assert list(ProcrastinateJob.objects.values_list("status", flat=True)) == ["todo", "todo"]


def test_the_slots_of_a_spread_queue_fall_to_different_processes():
    served = [queues_of(index, 2, []) for index in range(2)]

    assert all("mail" in names and "default" in names for names in served)
    assert [slot_of("mail", 0) in names for names in served] == [True, False]
    assert [slot_of("mail", 1) in names for names in served] == [False, True]
    assert queues_of(0, 1, []) is None
    assert queues_of(0, 1, ["default"]) == ["default"]


@pytest.mark.slow
def test_a_fallen_process_is_replaced_and_all_end_with_the_one_above(tmp_path):
    code = (
        "import os, sys, time\n"
        "from wutong.platform.jobs import processes\n"
        "def work(index, parent):\n"
        "    open(f'{sys.argv[1]}/{index}.{os.getpid()}', 'w').close()\n"
        "    os.read(parent, 1)\n"
        "processes.AGAIN_AFTER = 0.1\n"
        "processes.run_processes(2, work)\n"
    )
    above = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}",
             "DJANGO_SETTINGS_MODULE": "wutong.project.settings.test"},
    )  # fmt: skip
    _until(lambda: len(list(tmp_path.iterdir())) == 2)
    fallen = next(tmp_path.glob("0.*"))
    os.kill(int(fallen.suffix[1:]), signal.SIGKILL)
    _until(lambda: len(list(tmp_path.glob("0.*"))) == 2)
    children = psutil.Process(above.pid).children()
    assert len(children) == 2

    above.kill()
    above.wait()

    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


def _until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _test_url() -> str:
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return f"{base}/{connection.settings_dict['NAME']}"


def _wait_for_status(status: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ProcrastinateJob.objects.filter(status=status, task_name="test.hold").exists():
            return
        time.sleep(0.1)
    pytest.fail(f"no job became {status}")
