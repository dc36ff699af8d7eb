"""A real Chromium against the real thing: web, worker, mail catcher and database of `make demo`."""

from __future__ import annotations

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


def _prepared_database() -> str:
    """A clone of the migrated template, so that the demo need not migrate again."""
    server = os.environ["DATABASE_URL"]
    parts = urlsplit(server)
    name = f"browser_house_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    template, _ = database._database_names()
    with database._locked("template"):
        with database._admin() as admin:
            there = database._exists(admin, template)
        if not there:
            import django

            django.setup()
            database._build_template(template)
        database._clone(template, name)
    return parts._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session")
def house(tmp_path_factory, django_db_blocker):
    """The demo university at its small scale, served as `make demo` serves it."""
    data = tmp_path_factory.mktemp("house")
    port, mail_port, smtp_port, sms_port, wechat_port = (_free_port() for _server in range(5))
    log = data / "house.log"
    with django_db_blocker.unblock():
        prepared = _prepared_database()
    environment = {
        **os.environ,
        "PORT": str(port),
        "MAIL_PORT": str(mail_port),
        "SMTP_PORT": str(smtp_port),
        "SMS_PORT": str(sms_port),
        "WECHAT_PORT": str(wechat_port),
        "SCALE": "small",
        "WUTONG_DATA": str(data),
        "DATABASE_URL": prepared,
        "DJANGO_SETTINGS_MODULE": "wutong.project.settings.dev",
        "PYTHONPATH": str(ROOT / "src"),
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
