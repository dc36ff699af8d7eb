"""From drafts to rows of the tables of ``core.reference`` and ``core.people``.

Ids are made here (person × 10 + place), so that provenance can name a record before the database
has seen it and every process can load its own share.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from wutong.core.people.public import ContactColumns, contact_columns, search_columns
from wutong.devtools.demo.copying import line
from wutong.devtools.demo.truth import COLUMNS as TRUTH_COLUMNS

if TYPE_CHECKING:
    from wutong.devtools.demo.drafts import ContactDraft, DegreeDraft, PersonDraft, Truth
    from wutong.devtools.demo.plan import Plan

COLUMNS: dict[str, tuple[str, ...]] = {
    "people_person": (
        "id", "name", "name_latin", "former_names", "sex", "birth_date", "language", "salutation",
        "region_id", "grade", "surname", "surname_pinyin", "name_pinyin", "search_tokens",
        "contactable", "deceased", "email_ok", "version", "created_at", "updated_at",
    ),
    "people_degree": (
        "id", "person_id", "unit_id", "class_group_id", "major", "level", "student_no",
        "entry_year", "leave_year", "completion", "supervisor", "created_at",
    ),
    "people_employment": (
        "id", "person_id", "employer", "title", "industry", "region_id", "from_date", "to_date",
        "as_of", "created_at",
    ),
    "people_contactpoint": (
        "id", "person_id", "kind", "value", "normalised", "masked", "value_hash", "is_primary",
        "verified_at", "status", "valid_from", "valid_to", "created_at",
    ),
    "people_personstate": (
        "person_id", "kind", "value", "valid_from", "valid_to", "source", "recorded_at",
    ),
    "people_provenance": (
        "person_id", "target", "fields", "source_kind", "source_label", "recorded_at",
        "confidence",
    ),
    "demo_truth.truth": TRUTH_COLUMNS,
}  # fmt: skip
TABLES = [table for table in COLUMNS if table.startswith("people_")]
WITH_IDS = ["people_person", "people_degree", "people_employment", "people_contactpoint"]


@dataclass(frozen=True)
class References:
    """Ids of what people point at; made once, given to every process."""

    units: dict[str, int]
    classes: list[int]  # by index in the plan
    regions: dict[str, int]

    def region(self, code: str) -> int | None:
        """The place, or the province it lies in, or nothing."""
        return self.regions.get(code) or self.regions.get(f"{code[:2]}0000")


def moment(day: date) -> datetime:
    """The morning of a day on campus."""
    return datetime.combine(day, time(1, 30), UTC)


@dataclass
class Sheets:
    """Lines for COPY, table by table."""

    plan: Plan
    references: References
    lines: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in COLUMNS})

    def clear(self) -> None:
        for held in self.lines.values():
            held.clear()

    def add_truth(self, truth: Truth) -> None:
        self.lines["demo_truth.truth"].append(
            line((truth.kind, truth.person, truth.other, truth.what, truth.clean))
        )

    def add_person(self, person: PersonDraft) -> None:
        """A record with everything that hangs on it."""
        recorded = moment(person.recorded)
        contacts = [
            (contact, contact_columns(contact.kind, contact.value)) for contact in person.contacts
        ]
        self._add_head(person, contacts, recorded)
        self._add_degrees(person, recorded)
        self._add_contacts(person, contacts, recorded)
        employments = self.lines["people_employment"]
        for place, job in enumerate(person.employments):
            number = person.id * 10 + place
            known = moment(job.as_of)
            region = self.references.region(job.region) if job.region else None
            employments.append(
                line((number, person.id, job.employer, job.title, job.industry, region, job.since,
                      job.until, job.as_of, known))
            )  # fmt: skip
            self._source(
                person.id,
                f"employment:{number}",
                ("employer", "title", "industry", "from_date"),
                "self",
                "校友信息核对",
                known,
                "C",
            )
        states = self.lines["people_personstate"]
        for state in person.states:
            states.append(
                line((person.id, state.kind, state.value, state.since, state.until, "demo",
                      moment(max(state.since, date(2004, 1, 1)))))
            )  # fmt: skip

    def _add_head(
        self,
        person: PersonDraft,
        contacts: list[tuple[ContactDraft, ContactColumns]],
        recorded: datetime,
    ) -> None:
        current = [(c, columns) for c, columns in contacts if c.until is None]
        found = search_columns(
            name=person.name, former_names=person.former, name_latin=person.latin,
            student_nos=[degree.student_no for degree in person.degrees],
            phones=[columns.normalised for c, columns in current if c.kind == "phone"],
            emails=[columns.normalised for c, columns in current if c.kind == "email"],
        )  # fmt: skip
        dead = person.deceased is not None
        mail = not dead and any(c.kind == "email" and c.status == "ok" for c, _ in current)
        region = self.references.region(person.region) if person.region else None
        self.lines["people_person"].append(
            line((
                person.id, person.name, person.latin, person.former, person.sex, person.born,
                person.language, person.salutation, region, person.grade, found.surname,
                found.surname_pinyin, found.name_pinyin, found.search_tokens, person.contactable, dead, mail, 1,
                recorded, recorded,
            ))
        )  # fmt: skip
        fields = ["name", "sex"]
        fields += [name for name, filled in (
            ("birth_date", person.born), ("former_names", person.former), ("region", region),
            ("name_latin", person.latin), ("language", True),
        ) if filled]  # fmt: skip
        self._source(
            person.id, "person", fields, "import", person.source_label, recorded, person.confidence
        )

    def _add_degrees(self, person: PersonDraft, recorded: datetime) -> None:
        sheet = self.lines["people_degree"]
        for place, degree in enumerate(person.degrees):
            home = self.plan.classes[degree.class_index]
            number = person.id * 10 + place
            known = recorded if place == 0 else moment(max(home.left, person.recorded))
            sheet.append(
                line((
                    number, person.id, self.references.units[home.unit],
                    None if degree.major else self.references.classes[degree.class_index],
                    degree.major or home.field.name_zh, home.level, degree.student_no, home.entry,
                    home.leave, degree.completion, degree.supervisor, known,
                ))
            )  # fmt: skip
            self._source(
                person.id,
                f"degree:{number}",
                degree_fields(degree),
                "import",
                person.source_label,
                known,
                person.confidence,
            )

    def _add_contacts(
        self,
        person: PersonDraft,
        contacts: list[tuple[ContactDraft, ContactColumns]],
        recorded: datetime,
    ) -> None:
        sheet = self.lines["people_contactpoint"]
        for place, (contact, columns) in enumerate(contacts):
            number = person.id * 10 + place
            verified = moment(contact.verified) if contact.verified else None
            sheet.append(
                line((
                    number, person.id, columns.kind, columns.value, columns.normalised,
                    columns.masked, columns.value_hash, contact.primary, verified, contact.status,
                    contact.since, contact.until, max(recorded, moment(contact.since)),
                ))
            )  # fmt: skip
            if verified:
                label = {"self": "本人登记", "link": "校友信息核对", "staff": "校友部电话核实"}[
                    contact.source
                ]
                self._source(
                    person.id,
                    f"contact:{number}",
                    ("value", "status"),
                    contact.source,
                    label,
                    verified,
                    "A",
                )
            elif contact.status == "ok":
                self._source(
                    person.id,
                    f"contact:{number}",
                    ("value",),
                    "import",
                    person.source_label,
                    recorded,
                    person.confidence,
                )

    def _source(
        self, person: int, target: str, fields: list[str] | tuple[str, ...], kind: str, label: str,
        recorded: datetime, confidence: str,
    ) -> None:  # fmt: skip
        self.lines["people_provenance"].append(
            line((person, target, fields, kind, label, recorded, confidence))
        )


def degree_fields(degree: DegreeDraft) -> list[str]:
    fields = ["unit", "major", "level", "entry_year", "leave_year", "completion"]
    if degree.student_no:
        fields.append("student_no")
    if degree.supervisor:
        fields.append("supervisor")
    return fields
