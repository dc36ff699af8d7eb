"""A pytest plugin: tests run on a real PostgreSQL, cloned per process from a migrated template.

It is loaded by ``-p tests.database`` because the settings are read before any conftest.

``DATABASE_URL`` names the server; without it the embedded one is started in the data folder.
The template is keyed by a hash of every migration, so that a run after the first pays 0.15 s
for its database instead of the migrations.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from wutong.platform.database import embedded  # noqa: E402

DATA = Path(os.environ.get("WUTONG_DATA", ROOT / ".data")) / "test"


def _server_url() -> str:
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    DATA.mkdir(parents=True, exist_ok=True)
    with _locked("server"):
        server = embedded.start(DATA / "postgresql", settings={"fsync": "off"})
    url = server.url("wutong")
    os.environ["DATABASE_URL"] = url
    return url


@contextmanager
def _locked(name: str) -> Iterator[None]:
    DATA.mkdir(parents=True, exist_ok=True)
    with (DATA / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutong.project.settings.test")
os.environ["DATABASE_URL"] = _server_url()


def _schema_hash() -> str:
    """Changes whenever a migration of ours or a locked dependency does."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "src").rglob("migrations/*.py")):
        digest.update(path.read_bytes())
    digest.update((ROOT / "requirements" / "base.lock").read_bytes())
    return digest.hexdigest()[:12]


def _database_names() -> tuple[str, str]:
    base = urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/") or "wutong"
    return f"template_{base}_{_schema_hash()}", f"test_{base}"


def _admin():
    import psycopg

    parts = urlsplit(os.environ["DATABASE_URL"])
    return psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True)


def _exists(admin, name: str) -> bool:
    row = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return row is not None


def _build_template(name: str) -> None:
    """Migrate into a scratch database, then give it the template's name: never half-made."""
    from django.core.management import call_command
    from django.db import connections

    scratch = f"{name}_building"
    with _admin() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{scratch}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{scratch}" STRATEGY WAL_LOG')
    connection = connections["default"]
    original = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = scratch
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = original
    with _admin() as admin:
        admin.execute(f'ALTER DATABASE "{scratch}" RENAME TO "{name}"')


def _clone(template: str, target: str) -> None:
    with _admin() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{target}" TEMPLATE "{template}" STRATEGY WAL_LOG')


def restore_template(url: str) -> None:
    """The migrated, empty database of the tests on another server: a dump is faster than the
    migrations. Needs ``django_db_setup`` to have run.
    """
    template, _base = _database_names()
    parts = urlsplit(os.environ["DATABASE_URL"])
    environment = {**os.environ, "LD_LIBRARY_PATH": str(embedded.libraries())}
    with _locked("template"):  # nobody can clone what is being read
        dump = subprocess.run(
            [embedded.binaries() / "bin" / "pg_dump", "--no-owner", urlunsplit(parts._replace(path=f"/{template}"))],
            env=environment, capture_output=True, check=True,
        )  # fmt: skip
    subprocess.run(
        [embedded.binaries() / "bin" / "psql", "--quiet", "-X", "--single-transaction", "-v", "ON_ERROR_STOP=1", url],
        env=environment, input=dump.stdout, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker):
    """This process's own database, cloned from the template."""
    from django.db import connections

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    template, base = _database_names()
    target = f"{base}_{worker}"
    with django_db_blocker.unblock(), _locked("template"):
        with _admin() as admin:
            ready = _exists(admin, template)
        if not ready:
            _build_template(template)
        connections.close_all()
        _clone(template, target)
    connection = connections["default"]
    original = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = target
    os.environ["WUTONG_TEST_DATABASE"] = target
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    connection.settings_dict["NAME"] = original
    with _admin() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')


@pytest.fixture(autouse=True)
def fresh_after_transactional(request, monkeypatch):
    """A transactional test leaves a new clone behind instead of flushed tables.

    The flush would take the seeded rows (legal bodies, Wagtail's root page) with it.
    """
    transactional = "transactional_db" in request.fixturenames or any(
        mark.kwargs.get("transaction") for mark in request.node.iter_markers("django_db")
    )
    if not transactional:
        yield
        return
    from django.test import TransactionTestCase

    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", lambda *_: None)
    yield
    # After the blocker is back: only the server is talked to, not Django's connection.
    request.node.session._wutong_dirty = True


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item):
    """Swap the database of a transactional test for a fresh clone."""
    if not getattr(item.session, "_wutong_dirty", False):
        return
    item.session._wutong_dirty = False
    from django.db import connections

    from wutong.platform.jobs.public import close_side_connection

    template, _ = _database_names()
    connections.close_all()
    close_side_connection()
    _clone(template, os.environ["WUTONG_TEST_DATABASE"])
