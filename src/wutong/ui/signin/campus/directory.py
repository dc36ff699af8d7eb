"""The staff directory: who works at the university today.

Two ways to ask it, chosen by the setting ``STAFF_DIRECTORY``: a folder into which the university
puts a list as CSV, or a SCIM 2.0 service. A directory that cannot be read says nothing: it raises,
and nobody loses access by a failed export.
"""

from __future__ import annotations

import csv
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import requests
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Collection

NUMBER_HEADINGS = frozenset({"staff_no", "staff number", "number", "工号", "职工号"})
STATE_HEADINGS = frozenset({"active", "state", "status", "状态", "在职"})
GONE = frozenset({"0", "no", "false", "left", "inactive", "离职", "退休", "否"})
TIMEOUT = 20


class DirectoryUnreadableError(Exception):
    """The directory did not answer, or with something that is no list."""


class Directory(Protocol):
    """Who of ``numbers`` is there."""

    def present(self, numbers: Collection[str]) -> frozenset[str]:
        """Those of ``numbers`` who work here. Raises `DirectoryUnreadableError`."""
        ...


@dataclass(frozen=True)
class FolderDirectory:
    """The newest ``*.csv`` of a folder (or one file): a column of staff numbers, and perhaps one
    that says who has left. A list older than ``max_age`` seconds is no list of today.
    """

    path: Path
    max_age: int

    def present(self, numbers: Collection[str]) -> frozenset[str]:
        """Read the list."""
        newest = self._newest()
        try:
            with newest.open(encoding="utf-8-sig", newline="") as stream:
                reader = csv.DictReader(stream)
                named = {name.strip().lower(): name for name in reader.fieldnames or () if name}
                number = next((named[key] for key in named if key in NUMBER_HEADINGS), None)
                state = next((named[key] for key in named if key in STATE_HEADINGS), None)
                if number is None:
                    message = f"{newest.name} has no column of staff numbers"
                    raise DirectoryUnreadableError(message)
                here = {
                    (row.get(number) or "").strip()
                    for row in reader
                    if not state or (row.get(state) or "").strip().lower() not in GONE
                }
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise DirectoryUnreadableError(str(error)) from error
        here.discard("")
        if not here:
            message = f"{newest.name} lists nobody"
            raise DirectoryUnreadableError(message)
        return frozenset(numbers) & here

    def _newest(self) -> Path:
        files = [self.path] if self.path.is_file() else sorted(self.path.glob("*.csv"))
        if not files:
            message = f"no list in {self.path}"
            raise DirectoryUnreadableError(message)
        newest = max(files, key=lambda file: file.stat().st_mtime)
        if time.time() - newest.stat().st_mtime > self.max_age:
            message = f"{newest.name} is too old"
            raise DirectoryUnreadableError(message)
        return newest


@dataclass(frozen=True)
class ScimDirectory:
    """A SCIM 2.0 service (RFC 7644): ``GET /Users?filter=externalId eq "T001"``."""

    url: str
    token: str
    attribute: str

    def present(self, numbers: Collection[str]) -> frozenset[str]:
        """Ask for each; one answer that is none spoils the whole."""
        with requests.Session() as session:
            session.headers.update(
                {"Authorization": f"Bearer {self.token}", "Accept": "application/scim+json"}
            )
            return frozenset(number for number in numbers if self._is_here(session, number))

    def _is_here(self, session: requests.Session, number: str) -> bool:
        quoted = number.replace("\\", "\\\\").replace('"', '\\"')
        try:
            answer = session.get(
                f"{self.url.rstrip('/')}/Users",
                params={"filter": f'{self.attribute} eq "{quoted}"'},
                timeout=TIMEOUT,
                allow_redirects=False,
            )
            answer.raise_for_status()
            said = answer.json()
            return any(bool(row.get("active", True)) for row in said["Resources"])
        except (
            requests.RequestException,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
        ) as error:
            raise DirectoryUnreadableError(str(error)) from error


def configured_directory() -> Directory | None:
    """The directory of the settings; None where there is none."""
    where: str = settings.STAFF_DIRECTORY
    if not where:
        return None
    if where.startswith(("http://", "https://")):
        return ScimDirectory(
            where, settings.STAFF_DIRECTORY_TOKEN, settings.STAFF_DIRECTORY_ATTRIBUTE
        )
    return FolderDirectory(
        Path(where.removeprefix("folder:")), settings.STAFF_DIRECTORY_MAX_HOURS * 3600
    )
