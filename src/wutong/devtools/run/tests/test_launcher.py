"""The launcher as a person meets it: it comes up, answers, restarts what falls, leaves nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.database import _database_names
from wutong.devtools.run.children import MAX_FALLS, Child, stop_all

ROOT = Path(__file__).resolve().parents[5]
PROCESSES = 2  # of the worker


def child(code, name="worker"):
    return Child(name, [sys.executable, "-c", code], dict(os.environ))


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds=10.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_program_that_ends_when_asked_is_let_go():
    made = child("import time\nwhile True: time.sleep(1)")
    made.start()
    pid = made.process.pid
    stop_all([made])
    assert not alive(pid)


def test_a_program_that_will_not_stop_is_ended(monkeypatch):
    monkeypatch.setattr("wutong.devtools.run.children.GRACE_SECONDS", 0.5)
    made = child(
        "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('deaf', flush=True)\nwhile True: time.sleep(1)"
    )
    made.start()
    pid = made.process.pid
    time.sleep(0.3)
    stop_all([made])
    assert not alive(pid)


def test_lines_carry_the_name_of_their_program(capfd):
    made = child("print('hello')", name="mail")
    made.start()
    made.process.wait()
    assert wait_for(lambda: "mail │ hello" in capfd.readouterr().out, 3)


def test_what_falls_is_restarted_only_so_often():
    made = child("raise SystemExit(3)")
    for _ in range(MAX_FALLS):
        assert made.plan_restart()
    assert not made.plan_restart()


@pytest.fixture
def database(django_db_setup):
    """A migrated database of this test's own on the server of the tests."""
    base = urlsplit(os.environ["DATABASE_URL"])
    admin = urlunsplit(base._replace(path="/postgres"))
    name = f"launch_{os.getpid()}"
    with psycopg.connect(admin, autocommit=True) as own:
        own.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        source, _ = _database_names()
        own.execute(f'CREATE DATABASE {name} TEMPLATE "{source}" STRATEGY WAL_LOG')
    yield urlunsplit(base._replace(path=f"/{name}"))
    with psycopg.connect(admin, autocommit=True) as own:
        own.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children_of(pid):
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            parent = int((entry / "stat").read_text().split(") ")[1].split()[1])
            if parent == pid:
                number = int(entry.name)
                found += [number, *children_of(number)]
    return found


def command_of(pid):
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@pytest.mark.slow
@pytest.mark.enable_socket
def test_the_whole_demo_comes_up_and_leaves_nothing(tmp_path, database):
    port = free_port()
    environment = {
        **os.environ, "DATABASE_URL": database, "PORT": str(port), "SCALE": "tiny",
        "WUTONG_DATA": str(tmp_path), "PYTHONPATH": str(ROOT / "src"), "HOST": "",
        "DJANGO_SETTINGS_MODULE": "wutong.project.settings.dev",
    }  # fmt: skip
    command = [sys.executable, "-m", "wutong.devtools.run"]
    log = tmp_path / "log"
    with log.open("wb") as output:
        launcher = subprocess.Popen(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, cwd=ROOT,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        assert wait_for(lambda: "Ctrl-C" in log.read_text() or launcher.poll() is not None, 240), (
            log.read_text()
        )
        assert launcher.poll() is None, log.read_text()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert answer.status == 200
        _a_second_one_on_the_same_folder_is_refused(command, environment)
        _a_killed_worker_is_started_again(launcher.pid, log)
        family = children_of(launcher.pid)
        launcher.send_signal(signal.SIGINT)
        assert launcher.wait(40) == 0, log.read_text()
    finally:
        if launcher.poll() is None:
            launcher.kill()
    assert wait_for(lambda: not any(alive(pid) for pid in family)), log.read_text()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)


def _a_second_one_on_the_same_folder_is_refused(command, environment):
    other = {**environment, "PORT": str(free_port())}
    second = subprocess.run(
        command, env=other, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert second.returncode == 1
    assert "already runs from" in second.stderr


def _a_killed_worker_is_started_again(launcher, log):
    def workers():
        """The head of the worker's processes; the others are its children."""
        everybody = children_of(launcher)
        deeper = {pid for one in everybody for pid in children_of(one)}
        return [pid for pid in everybody if pid not in deeper and b"\0worker\0" in command_of(pid)]

    assert wait_for(lambda: len(workers()) == 1)
    killed = workers()[0]
    assert wait_for(lambda: len(children_of(killed)) == PROCESSES)
    family = children_of(killed)
    os.kill(killed, signal.SIGKILL)
    assert wait_for(lambda: not any(map(alive, family)), 20)
    assert wait_for(lambda: workers() not in ([], [killed]), 20), log.read_text()
    assert "starting it again" in log.read_text()
