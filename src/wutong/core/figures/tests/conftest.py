"""A small university whose figures can be counted by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from wutong.core.engagement.public import ActEntry, Subject, record
from wutong.core.organisations.models import Appointment, Membership, Organisation
from wutong.core.people.models import Degree, Person, PersonState
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import AcademicUnit, UnitLineage
from wutong.kernel.actors import Actor

ACTOR = Actor.system("test")


@dataclass
class Campus:
    """Writes people with dated states, and their acts."""

    colleges: dict[str, AcademicUnit]
    acts: int = field(default=0)

    def person(
        self,
        name: str,
        *,
        college: str = "SCI",
        contact: tuple[tuple[str, date, date | None], ...] = (
            ("contactable", date(2000, 7, 1), None),
        ),
        died: date | None = None,
        grade: Grade = Grade.INTERNAL,
        member_since: date = date(2000, 7, 1),
        group: str = "degree",
    ) -> Person:
        person = Person.objects.create(name=name, name_pinyin=name, grade=grade)
        Degree.objects.create(
            person=person, unit=self.colleges[college], level="bachelor", leave_year=2000
        )
        states = [("membership", group, member_since, None)]
        states += [("contact", *span) for span in contact]
        if died:
            states.append(("life", "deceased", died, None))
        for kind, value, start, end in states:
            PersonState.objects.create(
                person=person, kind=kind, value=value, valid_from=start, valid_to=end
            )
        return person

    def office(
        self,
        person: Person,
        first: date,
        last: date | None,
        *,
        role: str = "ambassador",
        ended: date | None = None,
        state: str = "appointed",
    ) -> Appointment:
        return Appointment.objects.create(
            person=person, role=role, legal_body_id="association", term_from=first, term_to=last,
            appointed_on=first, state="ended" if ended else state, ended_on=ended,
        )  # fmt: skip

    def act(self, subject, kind: str, day: date, **fields):
        self.acts += 1
        chosen = Subject.person(subject.pk) if isinstance(subject, Person) else subject
        entry = ActEntry(
            kind=kind,
            subject=chosen,
            occurred_on=day,
            source_ref="list:test",
            idempotency_key=f"test:{self.acts}",
            **fields,
        )
        return record(actor=ACTOR, entry=entry)


@pytest.fixture
def campus(db) -> Campus:
    made = {
        code: AcademicUnit.objects.create(
            code=code, kind="college", name_zh=name, name_en=code, valid_to=end
        )
        for code, name, end in (
            ("SCI", "理学院", None),
            ("ART", "文学院", None),
            ("PHYS", "物理系", date(2005, 1, 1)),
        )
    }
    UnitLineage.objects.create(
        predecessor=made["PHYS"], successor=made["SCI"], year=2005, kind="merged"
    )
    return Campus(made)


@pytest.fixture
def full_campus(campus) -> Campus:
    """People in every state, acts in every mode, something sensitive, something taken back."""
    one = campus.person("an")
    two = campus.person("bo", college="ART")
    three = campus.person(
        "chen",
        college="PHYS",
        contact=(
            ("contactable", date(2001, 1, 1), date(2023, 3, 1)),
            ("lost", date(2023, 3, 1), date(2024, 6, 1)),
            ("contactable", date(2024, 6, 1), None),
        ),
    )
    campus.person("dai", contact=(("lost", date(2010, 1, 1), None),))
    campus.person("e", died=date(2024, 12, 31), contact=())
    hidden = campus.person("feng", grade=Grade.SENSITIVE)
    campus.person("student", group="student")
    campus.person("later", member_since=date(2025, 7, 1))
    for day in (date(2024, 1, 1), date(2024, 12, 31), date(2023, 5, 5)):
        campus.act(one, "past.event", day)
        campus.act(one, "past.gift", day, source_grade="B")
    campus.act(two, "past.survey", date(2024, 2, 2))
    campus.act(three, "past.mentor", date(2024, 2, 3))
    campus.act(three, "past.mentor", date(2022, 2, 3))
    campus.act(hidden, "past.gift", date(2024, 4, 4))
    campus.act(Subject.count(), "past.return", date(2024, 10, 1), quantity=300, source_grade="C")
    campus.act(two, "past.event", date(2024, 5, 5), population="staff")
    campus.office(one, date(2019, 5, 1), date(2022, 4, 30), state="renewed")
    campus.office(one, date(2022, 5, 1), date(2025, 4, 30))
    campus.office(two, date(2024, 5, 1), date(2027, 4, 30))
    campus.office(two, date(2024, 9, 1), None, role="mentor")
    campus.office(three, date(2024, 5, 1), date(2027, 4, 30), ended=date(2024, 10, 1))
    campus.office(hidden, date(2024, 5, 1), date(2027, 4, 30))
    club = Organisation.objects.create(
        kind="alumni", name_zh="上海校友会", alumni_type="regional", founded_on=date(2023, 1, 1)
    )
    for person in (one, hidden):
        Membership.objects.create(
            person=person, organisation=club, valid_from=date(2023, 6, 1), valid_to=None
        )
    return campus
