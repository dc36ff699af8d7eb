"""What a programme hands to the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wutong.core.reference.enums import Grade, OfficeRole, Population, SourceGrade

from .enums import SubjectKind

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class Subject:
    """Who acted: use the constructors below."""

    kind: SubjectKind
    person_id: int | None = None
    ref: str = ""

    @classmethod
    def person(cls, person_id: int) -> Subject:
        """A person on record."""
        return cls(SubjectKind.PERSON, person_id=person_id)

    @classmethod
    def organisation(cls, ref: str) -> Subject:
        """An organisation, by its subject reference ("organisation:7")."""
        return cls(SubjectKind.ORGANISATION, ref=ref)

    @classmethod
    def device(cls, key: str) -> Subject:
        """An anonymous device, by a key that does not lead back to anybody."""
        return cls(SubjectKind.DEVICE, ref=key)

    @classmethod
    def count(cls) -> Subject:
        """A number without names, such as a class that reports 300 of its people."""
        return cls(SubjectKind.COUNT)


@dataclass(frozen=True)
class ActEntry:
    """One act to be written.

    ``source_ref`` is the object that proves it ("campaign:3"). ``idempotency_key`` names the fact
    for ever: writing it again with the same day is harmless, so build it from the fact
    ("reply:campaign:3:person:12") and never from the moment. ``quantity`` is more than 1 only
    where one row stands for many (a count).
    """

    kind: str
    subject: Subject
    occurred_on: date
    source_ref: str
    idempotency_key: str
    quantity: int = 1
    population: Population = Population.ALUMNUS
    legal_body: str = "department"
    office_role: OfficeRole = OfficeRole.HOST
    source_grade: SourceGrade = SourceGrade.A
    grade: Grade = Grade.INTERNAL
    note: str = ""
    batch_ref: str = field(default="")
