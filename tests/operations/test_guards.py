"""What must not be found in production: reported by the check, refused at start."""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.platform.accounts.public import findings, refuse_unsafe_start
from wutong.ui.signin.services import close_demo_accounts

ROOT = Path(__file__).resolve().parents[2]
OVERRIDES = {
    "wutong.E005": "WUTONG_OVERRIDE_SECOND_FACTOR",
    "wutong.E006": "WUTONG_OVERRIDE_DEMO_KEYS",
    "wutong.E007": "WUTONG_OVERRIDE_EMBEDDED_DATABASE",
    "wutong.E008": "WUTONG_OVERRIDE_DEMO_ACCOUNTS",
}
REASON = "decided by the director on 22 November 2026, trial until January"

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings, tmp_path):
    """Settings with which a server may start."""
    settings.DEMO = False
    settings.DEBUG = False
    settings.SECRET_KEY = secrets.token_urlsafe(48)
    settings.WUTONG_KEYS = [secrets.token_urlsafe(48)]
    settings.SITE_URL = "https://alumni.example.edu.cn"
    settings.ALLOWED_HOSTS = ["alumni.example.edu.cn"]
    settings.SECOND_FACTOR_FORCED = True
    settings.DATA = tmp_path
    return settings


def codes() -> set[str]:
    return {finding.code for finding in findings()}


def test_a_sound_server_starts(production):
    assert findings() == []
    refuse_unsafe_start()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"DEBUG": True}, "wutong.E002"),
        ({"SITE_URL": "http://127.0.0.1:8000"}, "wutong.E003"),
        ({"SITE_URL": ""}, "wutong.E003"),
        ({"ALLOWED_HOSTS": ["*"]}, "wutong.E004"),
        ({"SECOND_FACTOR_FORCED": False}, "wutong.E005"),
        ({"SECRET_KEY": "short"}, "wutong.E006"),
        ({"SECRET_KEY": "a" * 60}, "wutong.E006"),
        ({"WUTONG_KEYS": ["demo-key-not-for-production"]}, "wutong.E006"),
        ({"WUTONG_KEYS": []}, "wutong.E006"),
    ],
)
def test_a_server_with_a_weakness_refuses_to_start(production, changes, code):
    for name, value in changes.items():
        setattr(production, name, value)
    assert codes() == {code}
    with pytest.raises(ImproperlyConfigured, match=code):
        refuse_unsafe_start()


def test_the_demos_settings_are_no_production(production):
    production.DEMO = True
    assert codes() == {"wutong.E001"}
    refuse_unsafe_start()


def test_the_embedded_database_is_found_by_where_its_files_lie(production):
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting FROM pg_settings WHERE name = 'data_directory'")
        row = cursor.fetchone()
    if row is None or row[0] is None:
        pytest.skip("this server does not say where its files lie")
    production.DATA = Path(row[0]).parent
    assert codes() == {"wutong.E007"}


def test_without_a_database_url_the_database_is_the_embedded_one(production, monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    assert codes() == {"wutong.E007"}


def test_demo_accounts_keep_the_doors_shut_until_they_are_closed(production):
    User.objects.create_user("director@demo.wutong.test", "wutong-demo", is_demo=True)
    assert codes() == {"wutong.E008"}
    with pytest.raises(ImproperlyConfigured):
        refuse_unsafe_start()
    assert close_demo_accounts(actor=Actor.system("test")) == 1
    assert codes() == set()
    assert not User.objects.get().has_usable_password()


@pytest.mark.parametrize(("code", "variable"), OVERRIDES.items())
def test_an_override_needs_its_reason_in_words(production, monkeypatch, code, variable):
    production.SECOND_FACTOR_FORCED = False
    production.SECRET_KEY = "short"
    User.objects.create_user("a@demo.wutong.test", "wutong-demo")
    others = {name: other for name, other in OVERRIDES.items() if name != code}
    for other in others.values():
        monkeypatch.setenv(other, REASON)
    monkeypatch.delenv("DATABASE_URL")
    for said in ("", "1", "yes"):
        monkeypatch.setenv(variable, said)
        with pytest.raises(ImproperlyConfigured, match=code):
            refuse_unsafe_start()
    monkeypatch.setenv(variable, REASON)
    refuse_unsafe_start()


def _empty_database() -> str:
    """The database of the tests, which nothing was committed to."""
    name = connection.settings_dict["NAME"]
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def _check(tmp_path, **changes) -> subprocess.CompletedProcess[str]:
    """``check --deploy`` with the documented example environment, keys filled in."""
    example = (ROOT / "deploy" / "wutong.env.example").read_text(encoding="utf-8")
    lines = [line for line in example.splitlines() if "=" in line and not line.startswith("#")]
    documented = dict(line.split("=", 1) for line in lines)
    documented |= {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "WUTONG_KEYS": secrets.token_urlsafe(48),
        "DATABASE_URL": _empty_database(),
        "WUTONG_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "wutong.project.settings.prod",
        "PYTHONPATH": str(ROOT / "src"),
        "PATH": os.environ["PATH"],
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=documented | changes,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.slow
def test_the_documented_environment_is_clean(tmp_path):
    done = _check(tmp_path)
    assert (done.returncode, done.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    ), done.stderr


@pytest.mark.slow
def test_a_weak_environment_is_reported(tmp_path):
    done = _check(tmp_path, SECRET_KEY="demo-secret-key-not-for-production")
    assert done.returncode == 1
    assert "wutong.E006" in done.stderr
