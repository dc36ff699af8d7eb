"""A real Chromium against the real thing: web, worker, mail catcher and database of `make demo`."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import database

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "tests" / "browser" / "artifacts"
PASSWORD = "wutong-demo"
DEVICES = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str:
    """The system's Chromium; without one the tests fail and say what to install."""
    named = os.environ.get("CHROMIUM", "")
    for name in (named, "chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name) if name else None
        if path:
            return path
    pytest.exit(
        "No Chromium found. Install it (Debian: apt-get install chromium fonts-noto-cjk) "
        "or name it in the variable CHROMIUM.",
        returncode=3,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class House:
    """A running demo: its address and its mail catcher's."""

    url: str
    mail_url: str
    log: Path


def _clone_name() -> str:
    return f"browser_house_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def _on_server(name: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def _demo_key() -> str:
    """Changes with the code that fills the demo: ours, all of it."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "src").rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _environment(name: str, data: Path) -> dict[str, str]:
    return {
        **os.environ,
        "SCALE": "small",
        "WUTONG_DATA": str(data),
        "DATABASE_URL": _on_server(name),
        "DJANGO_SETTINGS_MODULE": "wutong.project.settings.dev",
        "PYTHONPATH": str(ROOT / "src"),
    }


def _prepared(data: Path) -> str:
    """A database with the demo in it and ``data`` with its files, cloned from those that the
    first process of a run prepares as `make demo` does.
    """
    name, kept = f"browser_demo_{_demo_key()}", database.DATA / "demo" / _demo_key()
    with database._locked("demo"):
        with database._admin() as admin:
            there = database._exists(admin, name) and kept.exists()
        if not there:
            _build_demo(name, kept)
        database._clone(name, _clone_name())
    shutil.copytree(kept, data, dirs_exist_ok=True)
    return _clone_name()


def _build_demo(name: str, kept: Path) -> None:
    template, _ = database._database_names()
    with database._admin() as admin:
        for (earlier,) in admin.execute(
            "SELECT datname FROM pg_database WHERE datname ^@ 'browser_demo_'"
        ).fetchall():
            admin.execute(f'DROP DATABASE IF EXISTS "{earlier}" WITH (FORCE)')
    with database._locked("template"):
        with database._admin() as admin:
            migrated = database._exists(admin, template)
        if not migrated:
            import django

            django.setup()
            database._build_template(template)
        database._clone(template, name)
    shutil.rmtree(kept.parent, ignore_errors=True)
    making = kept.with_suffix(".making")
    making.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-m", "wutong.devtools.run.prepare", "--scale", "small"],
        cwd=ROOT,
        env=_environment(name, making),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-3000:]
    making.rename(kept)


@pytest.fixture(scope="session")
def house(tmp_path_factory, django_db_blocker):
    """The demo university at its small scale, served as `make demo` serves it."""
    data = tmp_path_factory.mktemp("house")
    port, mail_port, smtp_port, sms_port, wechat_port = (_free_port() for _server in range(5))
    log = data / "house.log"
    with django_db_blocker.unblock():
        name = _prepared(data)
    environment = _environment(name, data) | {
        "PORT": str(port),
        "MAIL_PORT": str(mail_port),
        "SMTP_PORT": str(smtp_port),
        "SMS_PORT": str(sms_port),
        "WECHAT_PORT": str(wechat_port),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "wutong.devtools.run"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{url}/readyz", process, log)
            yield House(url, f"http://127.0.0.1:{mail_port}", log)
        finally:
            process.send_signal(signal.SIGINT)
            status = process.wait(timeout=60)
    assert status == 0, log.read_text(errors="replace")[-3000:]


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"the demo did not come up:\n{log.read_text(errors='replace')[-4000:]}")


@pytest.fixture(scope="session")
def browser(house):
    """One Chromium for the session; after the house, which talks to the database first."""
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@dataclass
class Visitor:
    """A page with somebody before it; what went wrong in it is kept."""

    page: Page
    context: BrowserContext
    house: House
    errors: list[str]
    foreign: list[str]

    def go(self, path: str) -> Page:
        """Open ``path`` and wait until it is quiet; it must not be an error page."""
        answer = self.page.goto(self.house.url + path, wait_until="networkidle")
        assert answer is not None
        assert answer.status < 400, f"{path} answered {answer.status}"
        return self.page

    def check(self) -> None:
        """Nothing was complained about in the console, and no foreign host was called."""
        assert self.errors == []
        assert self.foreign == []


class Door:
    """Lets visitors in; each role signs in once a session."""

    def __init__(self, browser: Browser, house: House) -> None:
        self.browser, self.house = browser, house
        self.sessions: dict[tuple[str, str], dict] = {}
        self.open: list[BrowserContext] = []

    def visitor(
        self,
        role: str = "",
        *,
        device: str = "desktop",
        language: str = "zh",
        scheme: str = "light",
        javascript: bool = True,
    ) -> Visitor:
        """Somebody at a device, reading a language, signed in as ``role`` unless it is empty."""
        context = self.browser.new_context(
            **DEVICES[device],
            locale=LOCALES[language],
            color_scheme=scheme,
            java_script_enabled=javascript,
            storage_state=self._session(role, language) if role else None,
        )
        self.open.append(context)
        page = context.new_page()
        visitor = Visitor(page, context, self.house, [], [])
        own = {urlsplit(self.house.url).netloc, urlsplit(self.house.mail_url).netloc}
        page.on(
            "console",
            lambda message: (
                visitor.errors.append(message.text) if message.type == "error" else None
            ),
        )
        page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        page.on(
            "request",
            lambda request: (
                visitor.foreign.append(request.url)
                if request.url.startswith("http") and urlsplit(request.url).netloc not in own
                else None
            ),
        )
        return visitor

    def _session(self, role: str, language: str) -> dict:
        key = (role, language)
        if key not in self.sessions:
            context = self.browser.new_context(locale=LOCALES[language])
            page = context.new_page()
            page.goto(f"{self.house.url}/sign-in/")
            page.fill("input[name=login]", f"{role}@demo.wutong.test")
            page.fill("input[name=password]", PASSWORD)
            page.click(".form-actions button")
            page.wait_for_url(lambda address: "/sign-in" not in address)
            context.add_cookies(
                [
                    {
                        "name": "wutong_language",
                        "value": "zh-hans" if language == "zh" else "en",
                        "url": self.house.url,
                    }
                ]
            )
            self.sessions[key] = context.storage_state()
            context.close()
        return self.sessions[key]


@pytest.fixture
def door(house, browser):
    """``door.visitor("director", device="phone", language="en")``."""
    opened = Door(browser, house)
    opened.sessions = _SESSIONS
    yield opened
    for context in opened.open:
        context.close()


_SESSIONS: dict[tuple[str, str], dict] = {}
