"""A small university in which every person carries words that nobody else does."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta

from wutong.core.organisations.tests.factories import make_appointment, make_organisation
from wutong.core.people.models import MatchCandidate, Person
from wutong.core.people.tests.factories import CLERK, make_degree, make_person, make_unit
from wutong.core.reference.models import ClassGroup
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.access.public import grant_role
from wutong.platform.accounts.models import User
from wutong.platform.audit.public import viewed_sensitive
from wutong.platform.files.public import store
from wutong.ui.api.models import ApiToken
from wutong.ui.api.registry import api_scopes
from wutong.ui.api.services import digest_of

from .planting import Planted

SENSITIVE = 2
# Where an account was opened by a mobile number: nobody is shown such an address.
NO_MAILBOX = "@phone.invalid"
BY_NUMBER = {"member", "officer_here"}


@dataclass(frozen=True)
class Canary:
    """A person, the words that tell of them, and those of their numbers and addresses."""

    person: Person
    words: tuple[str, ...]
    reach: tuple[str, ...]
    note: str = ""
    """A word that only letters, cases, answers and the like about them hold."""


@dataclass
class Reader:
    """Somebody who reads: an account, what must never be told to it, and what it should find."""

    name: str
    user: User
    forbidden: set[str]
    expected: set[str]
    key: str = ""
    seen: set[str] = field(default_factory=set)


class World:
    """Two colleges, two alumni organisations, people seen by one, by the other, by nobody."""

    def __init__(self) -> None:
        self.canaries: dict[str, Canary] = {}
        self._numbers = iter(range(1, 90))
        self.here, self.there = (
            make_unit("此处学院", code="HERE"),
            make_unit("彼处学院", code="THERE"),
        )
        self.club, self.other = make_organisation("此处校友会"), make_organisation("彼处校友会")
        for key, unit, club, grade in (
            ("here", self.here, self.club, 1),
            ("there", self.there, self.other, 1),
            ("secret", self.here, self.club, SENSITIVE),
            ("secret_there", self.there, self.other, SENSITIVE),
            ("member", self.here, None, 1),
            ("neighbour", self.there, None, 1),
        ):
            self._add(key, unit, club, grade)
        self.director = self._user("director", "director")
        self._entangle()
        self.readers = self._readers()
        coordinator = next(one.user for one in self.readers if one.name == "coordinator")
        self.planted = Planted(self, self.director, coordinator)

    def _add(self, key, unit, club, grade) -> None:
        number = next(self._numbers)
        name, employer = f"雀{'甲乙丙丁戊己'[number - 1]}鸮", f"鹮{number}号公司"
        phone, email = f"1390001{number:04}", f"canary{number}@canary.example.org"
        person = make_person(name, phone=phone, email=email, grade=grade)
        group = ClassGroup.objects.create(
            code=f"CL{number}", name=f"鹭{number}班", unit=unit, level="bachelor", entry_year=2001
        )
        make_degree(person, unit, student_no=f"CANARY{number:04}", class_group=group)
        person.employments.create(employer=employer, as_of=clock.today())
        if club is not None:
            from wutong.core.organisations.public import add_member

            add_member(actor=CLERK, organisation_id=club.pk, person_id=person.pk)
            make_appointment(person, organisation=club, role="officer")
        person.refresh_from_db()
        self.canaries[key] = Canary(
            person, (name, employer, f"CANARY{number:04}"), (phone, email), f"鹤{number}语"
        )

    def _entangle(self) -> None:
        """Rows in which one who may be seen stands beside one who may not."""
        here, secret = self.canaries["here"].person, self.canaries["secret"].person
        there = self.canaries["there"].person
        for other in (secret, there):
            first, second = sorted((here.pk, other.pk))
            MatchCandidate.objects.create(
                first_id=first,
                second_id=second,
                score=0.9,
                strength=2,
                evidence=[],
                found_at=clock.now(),
            )
        director = self.director
        viewed_sensitive(
            actor=Actor.of(director), subject=f"person:{secret.pk}", subject_label=secret.name,
            fields=["phone"], reason="test",
        )  # fmt: skip
        told = "\n".join(word for canary in self.canaries.values() for word in canary.words)
        store(
            io.BytesIO(told.encode()), owner=Actor.of(director), kind="export", name="all.csv",
            expires_after=timedelta(days=1),
        )  # fmt: skip

    def words(self, *keys: str) -> set[str]:
        return {
            word
            for key in keys or self.canaries
            for word in (
                *self.canaries[key].words, *self.canaries[key].reach, self.canaries[key].note
            )
        } | (set() if keys else {NO_MAILBOX})  # fmt: skip

    def reach(self, *keys: str) -> set[str]:
        return {word for key in keys for word in self.canaries[key].reach}

    def _readers(self) -> list[Reader]:
        from wutong.programs.members.services.accounts import link_account

        everything, made = self.words(), []
        for key in ("member", "neighbour"):
            user = self._user(key)
            link_account(actor=CLERK, user=user, person_id=self.canaries[key].person.pk)
            own = self.words(key)
            made.append(Reader(key, user, everything - own, {self.canaries[key].words[0]}))
        for key, club in (("here", self.club), ("there", self.other)):
            user = self._user(f"officer_{key}", "officer", "organisation", str(club.pk))
            visible = set(self.canaries[key].words)
            made.append(
                Reader(f"officer_{key}", user, everything - visible, {self.canaries[key].words[0]})
            )
        user = self._user("coordinator", "coordinator", "college", "HERE")
        visible = self.words("here", "member")
        made.append(
            Reader("coordinator", user, everything - visible, set(self.canaries["here"].words[:1]))
        )
        user = self._user("volunteer", "volunteer", "college", "THERE")
        visible = self.words("there", "neighbour") - self.reach("there", "neighbour")
        visible -= {self.canaries[key].note for key in ("there", "neighbour")}
        made.append(
            Reader("volunteer", user, everything - visible, set(self.canaries["there"].words[:1]))
        )
        user = self._user("staff", "staff")
        names = {canary.words[0] for key, canary in self.canaries.items() if "secret" not in key}
        hidden = self.words("secret", "secret_there") | {NO_MAILBOX}
        made.append(Reader("staff", user, hidden, names))
        return made

    def _user(self, name: str, role: str = "", kind: str = "", scope: str = "") -> User:
        user = User.objects.create_user(
            f"{name}{NO_MAILBOX if name in BY_NUMBER else '@leak.wutong.test'}",
            display_name=f"Reader {name}",
            language="en",
        )
        if role:
            grant_role(actor=CLERK, user=user, role=role, scope_kind=kind, scope_ref=scope)
        return user

    def key_of(self, reader: Reader) -> str:
        """A key of the reader's account with every scope there is."""
        text = f"wutong_{reader.name}"
        ApiToken.objects.create(
            name="crawler", user=reader.user, scopes=[code for code, _scope in api_scopes.items()],
            hint="wutong_", digest=digest_of(text), expires_at=clock.now() + timedelta(days=1),
        )  # fmt: skip
        return text
