"""What is on record of the people a chunk may be about: loaded in five statements, in six where
the file names identity documents.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from wutong.core.people.models import (
    ContactPoint,
    Degree,
    Employment,
    Person,
    PersonDocument,
    PersonState,
)


@dataclass(slots=True)
class DegreeOnRecord:
    """A time of study as it stands."""

    id: int
    unit_id: int
    class_group_id: int | None
    major: str
    level: str
    student_no: str
    entry_year: int | None
    leave_year: int | None
    completion: str
    supervisor: str


@dataclass(slots=True)
class Record:
    """A person as it stands."""

    id: int
    version: int
    updated_at: dt.datetime
    grade: int
    name: str
    name_latin: str
    former_names: list[str]
    sex: str
    birth_date: dt.date | None
    region_id: int | None
    search_tokens: list[str]
    degrees: list[DegreeOnRecord] = field(default_factory=list)
    contacts: dict[str, set[bytes]] = field(default_factory=dict)
    preferred: set[str] = field(default_factory=set)
    employments: set[tuple[str, str]] = field(default_factory=set)
    states: list[tuple[int, str, str | None]] = field(default_factory=list)
    documents: dict[bytes, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Enough for a person to tell namesakes apart."""
        years = [str(degree.leave_year) for degree in self.degrees if degree.leave_year]
        numbers = [degree.student_no for degree in self.degrees if degree.student_no]
        told = ", ".join([*numbers[:2], *years[:1]])
        return f"{self.name} ({told})" if told else self.name


_PERSON = (
    "id", "version", "updated_at", "grade", "name", "name_latin", "former_names", "sex",
    "birth_date", "region_id", "search_tokens",
)  # fmt: skip
_DEGREE = (
    "person_id", "id", "unit_id", "class_group_id", "major", "level", "student_no", "entry_year",
    "leave_year", "completion", "supervisor",
)  # fmt: skip


def load_records(person_ids: Iterable[int], *, documents: bool = False) -> dict[int, Record]:
    """Person id → record; with the hashes of identity documents where they are asked for."""
    ids = sorted(person_ids)
    if not ids:
        return {}
    records = {
        row[0]: Record(*row) for row in Person.objects.filter(pk__in=ids).values_list(*_PERSON)
    }
    for row in Degree.objects.filter(person__in=ids).order_by("id").values_list(*_DEGREE):
        records[row[0]].degrees.append(DegreeOnRecord(*row[1:]))
    points = ContactPoint.objects.filter(person__in=ids, valid_to__isnull=True)
    for person_id, kind, digest, preferred in points.values_list(
        "person_id", "kind", "value_hash", "is_primary"
    ):
        records[person_id].contacts.setdefault(kind, set()).add(bytes(digest))
        if preferred:
            records[person_id].preferred.add(kind)
    for person_id, employer, title in Employment.objects.filter(
        person__in=ids, to_date__isnull=True
    ).values_list("person_id", "employer", "title"):
        records[person_id].employments.add((employer, title))
    for person_id, state_id, since, until in PersonState.objects.filter(person__in=ids).values_list(
        "person_id", "id", "valid_from", "valid_to"
    ):
        records[person_id].states.append(
            (state_id, since.isoformat(), until.isoformat() if until else None)
        )
    if documents:
        rows = PersonDocument.objects.filter(person__in=ids)
        for person_id, digest, kind in rows.values_list("person_id", "number_hash", "kind"):
            records[person_id].documents[bytes(digest)] = kind
    return records
