"""Start everything in order, look after it, stop everything in order."""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import secrets
import signal
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from wutong.devtools.run.banner import banner
from wutong.devtools.run.children import Child, say, stop_all
from wutong.devtools.run.options import (
    REPOSITORY,
    LaunchError,
    Options,
    hold_port,
    read_options,
)
from wutong.devtools.texts.demo import gateway_settings
from wutong.devtools.wechat.demo import account_settings
from wutong.platform.database import embedded

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from types import FrameType

READY_SECONDS = 90.0
DEMO_TOKEN = "demo-callback"  # noqa: S105 - public on purpose: it lets the simulator report


@contextlib.contextmanager
def only_one(options: Options) -> Iterator[IO[str]]:
    """One demo for a data folder: a second one would pull the database from under the first."""
    path = options.data / "run.lock"
    with path.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            raise LaunchError(
                f"The demo already runs from {options.data}: {lock.read().strip() or 'starting'}"
            ) from None
        lock.truncate(0)
        lock.write(f"{options.address} (process {os.getpid()})")
        lock.flush()
        yield lock


@contextlib.contextmanager
def database(options: Options) -> Iterator[str]:
    """The address of the database: the one given, or the embedded server while we run."""
    if options.database_url:
        yield options.database_url
        return
    home = options.data / "postgresql"
    started = time.monotonic()
    first = not (home / "pgdata").exists()
    try:
        server = embedded.start(home)
        name = f"wutong_{options.scale}"
        embedded.ensure_database(server, name)
        say("database", f"PostgreSQL on port {server.port}" + (", new" if first else "")
            + f" ({time.monotonic() - started:.1f} s)")  # fmt: skip
        yield server.url(name)
    except embedded.EmbeddedPostgresError as error:
        raise LaunchError(str(error)) from error
    finally:
        embedded.stop(home)
        say("database", "stopped")


def environment_for(options: Options, url: str) -> dict[str, str]:
    """What web, worker and preparation share."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "WUTONG_DATA": str(options.data),
        "SITE_URL": os.environ.get("SITE_URL") or options.address,
        "SMTP_HOST": os.environ.get("SMTP_HOST") or "127.0.0.1",
        "SMTP_PORT": str(options.smtp_port),
        "PYTHONPATH": str(REPOSITORY / "src"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
    }
    environment.setdefault("DJANGO_SETTINGS_MODULE", "wutong.project.settings.dev")
    environment.setdefault("LOG_LEVEL", "WARNING")
    environment["WUTONG_MAILBOX_URL"] = options.mail_address
    # The catcher hands answers and returned mail over at the house's signed door.
    environment.setdefault("OUTBOX_DOOR_SECRET", secrets.token_urlsafe(24))
    environment["SMS_CALLBACK_TOKEN"] = os.environ.get("SMS_CALLBACK_TOKEN") or DEMO_TOKEN
    simulated = gateway_settings(f"http://127.0.0.1:{options.sms_port}")
    for name, value in (simulated | account_settings(options.wechat_address)).items():
        environment.setdefault(name, value)
    return environment


def children_for(options: Options, environment: dict[str, str]) -> list[Child]:
    """Web, worker, and the mail catcher where it is installed."""
    python = sys.executable
    found = [
        Child(
            "web",
            [
                python, "-m", "granian", "--interface", "wsgi", "--no-ws",
                "--host", options.host, "--port", str(options.port),
                "--workers", str(options.processes), "--blocking-threads", "4",
                "--respawn-failed-workers", "--log-level", "warning",
                "wutong.project.wsgi:application",
            ],
            environment,
        ),
        Child(
            "worker",
            [python, str(REPOSITORY / "manage.py"), "worker", "--processes", "2"],
            environment,
        ),
    ]  # fmt: skip
    if importlib.util.find_spec("wutong.devtools.catcher"):
        command = [
            python, "-m", "wutong.devtools.catcher",
            "--host",
            options.host, "--smtp-port", str(options.smtp_port),
            "--web-port", str(options.mail_port), "--data", str(options.data / "mail"),
            "--door", f"http://{options.host}:{options.port}/hooks/mail",
            "--sms-port", str(options.sms_port), "--sms-callback",
            f"{options.address}/sms/{environment['SMS_CALLBACK_TOKEN']}",
            "--wechat-port", str(options.wechat_port),
            "--wechat-callback", f"{options.address}/wechat/callback",
        ]  # fmt: skip
        found.append(Child("mail", command, environment))
    return found


@dataclass
class Launcher:
    """One run of the demo, from the first step to the last child gone."""

    options: Options
    children: list[Child] = field(default_factory=list)
    stopping: int = 0
    preparation: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.on_signal)
        started = time.monotonic()
        with (
            hold_port(self.options.host, self.options.port),
            only_one(self.options),
            database(self.options) as url,
        ):
            environment = environment_for(self.options, url)
            try:
                if not self.prepare(environment):
                    return 0 if self.stopping else 1
                self.children = children_for(self.options, environment)
                for child in self.children:
                    child.start()
                if self.wait_until_ready():
                    say("demo", f"ready after {time.monotonic() - started:.0f} s")
                    banner(self.options)
                return self.look_after()
            finally:
                self.stop()

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        del frame
        self.stopping += 1
        if self.stopping == 1:
            say("demo", "stopping …" if number == signal.SIGINT else "asked to stop …")
            if self.preparation:
                self.preparation.terminate()
        elif self.stopping > 2:
            stop_all(self.children, at_once=True)

    def prepare(self, environment: dict[str, str]) -> bool:
        """Run the preparation in a process of its own, which takes its memory with it."""
        command = [
            sys.executable, "-m", "wutong.devtools.run.prepare",
            "--scale", self.options.scale, "--seed", self.options.seed,
        ]  # fmt: skip
        if self.options.reset:
            command.append("--reset")
        child = Child("demo", command, environment)
        child.start()
        self.preparation = child.process
        assert child.process
        while child.process.poll() is None and not self.stopping:
            time.sleep(0.05)
        status = child.process.returncode
        stop_all([child])
        self.preparation = None
        return status == 0 and not self.stopping

    def wait_until_ready(self) -> bool:
        """Poll /readyz; True when it said yes."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until and not self.stopping:
            with contextlib.suppress(urllib.error.URLError, OSError):
                request = f"{self.options.address}/readyz"
                with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - our own
                    if answer.status == 200:
                        return True
            if not self.revive():
                return False
            time.sleep(0.1)
        if not self.stopping:
            say("demo", f"not ready after {READY_SECONDS:.0f} s; see the lines above")
        return False

    def look_after(self) -> int:
        """Until asked to stop, or a child has fallen too often."""
        while not self.stopping:
            if not self.revive():
                return 1
            time.sleep(0.2)
        return 0

    def revive(self) -> bool:
        """Start again what fell; False when one fell too often."""
        now = time.monotonic()
        for child in self.children:
            status = child.fell()
            if status is not None and not self.stopping:
                if not child.plan_restart():
                    say("demo", f"{child.name} keeps falling (status {status}); giving up.")
                    return False
                say("demo", f"{child.name} ended with status {status}; starting it again …")
            if (
                child.process is None
                and child.again_at
                and now >= child.again_at
                and not self.stopping
            ):
                child.again_at = 0.0
                child.start()
        return True

    def stop(self) -> None:
        stop_all(self.children)
        say("demo", "stopped")


def main() -> int:
    """Start the demo; the exit status is 0 after an orderly stop."""
    try:
        return Launcher(read_options()).run()
    except LaunchError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        sys.stderr.write(f"\n{error.strerror or error}{where}. Is the disk full or read-only?\n")
        return 1
