"""The invented people of the local university, and what its servers remember of them."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

LIVES = 60
"""Seconds that a code or ticket may wait to be used."""


@dataclass(frozen=True)
class CampusPerson:
    """Somebody who can sign in at the local university."""

    login: str
    name: str
    student_no: str = ""
    staff_no: str = ""
    email: str = ""

    def claims(self) -> dict[str, str]:
        """What the servers say of them, without what is empty."""
        said = {
            "name": self.name,
            "student_number": self.student_no,
            "staff_number": self.staff_no,
            "email": self.email,
        }
        return {key: value for key, value in said.items() if value}


@dataclass
class Grant:
    """A code or ticket: whose, for whom, until when."""

    login: str
    target: str
    made: float
    facts: dict[str, str] = field(default_factory=dict)


@dataclass
class Campus:
    """The state of the servers. ``faults`` spoil answers on purpose, for tests: see each server."""

    people: dict[str, CampusPerson]
    client_id: str = "wutong"
    client_secret: str = "local-secret"  # noqa: S105 - of a server on this machine
    staff: set[str] = field(default_factory=set)
    faults: set[str] = field(default_factory=set)
    grants: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def grant(self, prefix: str, login: str, target: str, **facts: str) -> str:
        """A fresh code for ``login``, to be used once at ``target``."""
        code = f"{prefix}{secrets.token_urlsafe(24)}"
        with self.lock:
            self.grants[code] = Grant(login, target, time.time(), facts)
        return code

    def redeem(self, code: str) -> Grant | None:
        """The grant, the first time and in time; else None."""
        with self.lock:
            found = self.grants.pop(code, None)
        return found if found and time.time() - found.made <= LIVES else None

    def token(self, login: str) -> str:
        """An access token."""
        made = secrets.token_urlsafe(24)
        with self.lock:
            self.tokens[made] = login
        return made

    def bearer(self, token: str) -> CampusPerson | None:
        """Whose access token it is."""
        with self.lock:
            login = self.tokens.get(token, "")
        return self.people.get(login)


def some_people() -> dict[str, CampusPerson]:
    """For trying by hand."""
    people = (
        CampusPerson("lin", "林清澜", student_no="2006012345", email="lin@campus.test"),
        CampusPerson("lu", "陆晓岚", staff_no="T2001", email="lu@campus.test"),
        CampusPerson("shen", "沈致远", staff_no="T1001", email="shen@campus.test"),
    )
    return {person.login: person for person in people}


Answer = tuple[int, dict[str, str], bytes]
Query = dict[str, str]
Body = Any
