"""What must not be found in production.

The same list is read twice: by ``check --deploy``, which reports it, and by the servers at start
(web and worker), which refuse to start. Three of the findings can be overridden, each by an
environment variable that holds the reason in words; the override is logged at every start.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from wutong.platform.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = structlog.get_logger(__name__)

DEMO_DOMAIN = "@demo.wutong.test"
MINIMUM_KEY = 32
MINIMUM_REASON = 10


@dataclass(frozen=True)
class Finding:
    """Something that must not be so in production.

    ``override`` is the variable that may allow it, with a reason; empty where nothing may.
    """

    code: str
    message: str
    hint: str
    override: str = ""

    @property
    def reason(self) -> str:
        """The written reason for allowing it, or nothing."""
        given = os.environ.get(self.override, "").strip() if self.override else ""
        return given if len(given) >= MINIMUM_REASON else ""


def findings() -> list[Finding]:
    """Everything that speaks against going live with these settings and this database."""
    return [*_settings(), *_keys(), *_database(), *_accounts()]


def refuse_unsafe_start() -> None:
    """Stop a production server that must not run; log what was overridden.

    The demo (``settings.DEMO``) is left alone: it is not production and says so on every page.
    """
    if settings.DEMO:
        return
    open_findings = []
    for finding in findings():
        if finding.reason:
            logger.warning("guard.overridden", code=finding.code, reason=finding.reason)
        else:
            open_findings.append(finding)
    if open_findings:
        lines = [f"{item.code}: {item.message} {item.hint}" for item in open_findings]
        raise ImproperlyConfigured("Refusing to start:\n" + "\n".join(lines))


def _settings() -> Iterator[Finding]:
    if settings.DEMO:
        yield Finding(
            "wutong.E001",
            "These are the settings of the demo.",
            "Set DJANGO_SETTINGS_MODULE=wutong.project.settings.prod.",
        )
    if settings.DEBUG:
        yield Finding("wutong.E002", "DEBUG is on.", "Unset DEBUG.")
    if not settings.SITE_URL.startswith("https://"):
        yield Finding(
            "wutong.E003",
            "SITE_URL is missing or not https.",
            "Set SITE_URL to the address people use, such as https://alumni.example.edu.cn.",
        )
    if "*" in settings.ALLOWED_HOSTS or not settings.ALLOWED_HOSTS:
        yield Finding(
            "wutong.E004", "ALLOWED_HOSTS admits every name.", "List the names of the site."
        )
    if not settings.SECOND_FACTOR_FORCED:
        yield Finding(
            "wutong.E005",
            "Staff may sign in without a second factor.",
            "Unset SECOND_FACTOR_FORCED.",
            override="WUTONG_OVERRIDE_SECOND_FACTOR",
        )


def _keys() -> Iterator[Finding]:
    hint = (
        "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'. "
        "Never change the last of WUTONG_KEYS: stored hashes depend on it."
    )
    named = [("SECRET_KEY", settings.SECRET_KEY)]
    named += [("WUTONG_KEYS", key) for key in settings.WUTONG_KEYS] or [("WUTONG_KEYS", "")]
    weak = sorted({name for name, key in named if _is_weak(key)})
    for name in weak:
        yield Finding(
            "wutong.E006",
            f"{name} is missing, short, or the one of the demo.",
            hint,
            override="WUTONG_OVERRIDE_DEMO_KEYS",
        )


def _is_weak(key: str) -> bool:
    return (
        len(key) < MINIMUM_KEY
        or len(set(key)) < MINIMUM_KEY // 4
        or any(word in key.lower() for word in ("demo", "insecure", "replace"))
    )


def _database() -> Iterator[Finding]:
    if _is_embedded():
        yield Finding(
            "wutong.E007",
            "The database is the embedded one.",
            "Set DATABASE_URL to a PostgreSQL server that is backed up.",
            override="WUTONG_OVERRIDE_EMBEDDED_DATABASE",
        )


def _is_embedded() -> bool:
    """Whether the server keeps its files in our own data folder, or no server was named."""
    if not os.environ.get("DATABASE_URL"):
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT setting FROM pg_settings WHERE name = 'data_directory'")
            row = cursor.fetchone()
    except DatabaseError:
        return False
    data: Path = settings.DATA  # type: ignore[misc] # set beside the parts
    return bool(row and row[0]) and Path(row[0]).is_relative_to(data)


def _accounts() -> Iterator[Finding]:
    try:
        demo = User.objects.filter(is_active=True, email__endswith=DEMO_DOMAIN)
        there = demo.exists() or User.objects.filter(is_active=True, is_demo=True).exists()
    except DatabaseError:
        return
    if there:
        yield Finding(
            "wutong.E008",
            "There are accounts of the demo, whose password is public.",
            "Close them: python manage.py close_demo_accounts.",
            override="WUTONG_OVERRIDE_DEMO_ACCOUNTS",
        )
