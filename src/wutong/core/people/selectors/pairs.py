"""Two records side by side: what a clerk needs to see to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wutong.core.people.merging.survivors import suggest_choices, suggest_kept
from wutong.core.people.models import ContactPoint, Degree, Employment, Person
from wutong.core.people.selectors.profile import field_label, profile_of
from wutong.kernel.hanzi import fold, simplify
from wutong.ui.design import typography

if TYPE_CHECKING:
    from wutong.core.people.selectors.profile import Profile

_SHOWN = ("name", "name_latin", "sex", "birth_date", "region", "language", "salutation", "grade")


@dataclass(frozen=True)
class FieldPair:
    """One field of both, in words; `choice` is "kept" or "gone" where one has to be chosen."""

    name: str
    label: str
    kept: Any
    gone: Any
    choice: str = ""

    @property
    def differs(self) -> bool:
        """Whether there is something to choose."""
        return bool(self.choice)


@dataclass(frozen=True)
class Line:
    """A study, employment or contact point; `shared` when the other record has it too."""

    text: str
    note: str
    shared: bool


@dataclass(frozen=True)
class Side:
    """One of the two records."""

    person: Person
    profile: Profile
    studies: list[Line]
    jobs: list[Line]
    contacts: list[Line]


@dataclass(frozen=True)
class SideBySide:
    """Both, and the fields to choose between; `kept` is the record that is suggested to stay."""

    kept: Side
    gone: Side
    fields: list[FieldPair]


def side_by_side(one: Person, other: Person) -> SideBySide:
    """Both records with their differences."""
    kept, gone = _as_merged(one, other) or suggest_kept(one, other)
    chosen = {choice.name: choice.chosen for choice in suggest_choices(kept, gone)}
    facts = {person.pk: _facts(person) for person in (kept, gone)}
    labels = {name: field_label(Person, name) for name in _SHOWN}
    fields = [
        FieldPair(
            name=name,
            label=labels[name],
            kept=facts[kept.pk][name],
            gone=facts[gone.pk][name],
            choice=chosen.get(name, ""),
        )
        for name in _SHOWN
        if facts[kept.pk][name] or facts[gone.pk][name]
    ]
    return SideBySide(_side(kept, gone), _side(gone, kept), fields)


def _as_merged(one: Person, other: Person) -> tuple[Person, Person] | None:
    """(kept, gone) of two that are one record already."""
    if one.merged_into_id == other.pk:
        return other, one
    return (one, other) if other.merged_into_id == one.pk else None


def _facts(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "name_latin": person.name_latin,
        "sex": person.get_sex_display() if person.sex else "",
        "birth_date": person.birth_date,
        "region": person.region,
        "language": person.get_language_display(),
        "salutation": person.salutation,
        "grade": person.get_grade_display(),
    }


def _side(person: Person, other: Person) -> Side:
    return Side(
        person=person,
        profile=profile_of(person),
        studies=_studies(person, other),
        jobs=_jobs(person, other),
        contacts=_contacts(person, other),
    )


def _studies(person: Person, other: Person) -> list[Line]:
    theirs = list(Degree.objects.filter(person=other))
    keys = {(one.unit_id, one.level, one.entry_year) for one in theirs}
    rows = Degree.objects.filter(person=person).select_related("unit", "class_group")
    return [
        Line(
            " · ".join(
                str(part) for part in (one.unit, one.get_level_display(), one.class_group) if part
            ),
            " · ".join(
                part
                for part in (
                    "–".join(str(year) for year in (one.entry_year, one.leave_year) if year),
                    one.student_no,
                )
                if part
            ),
            (one.unit_id, one.level, one.entry_year) in keys,
        )
        for one in rows.order_by("entry_year", "pk")
    ]


def _jobs(person: Person, other: Person) -> list[Line]:
    theirs = {
        simplify(fold(name))
        for name in Employment.objects.filter(person=other).values_list("employer", flat=True)
    }
    return [
        Line(job.employer, job.title, simplify(fold(job.employer)) in theirs)
        for job in Employment.objects.filter(person=person).order_by("-pk")
    ]


def _contacts(person: Person, other: Person) -> list[Line]:
    theirs = {
        bytes(value)
        for value in ContactPoint.objects.filter(person=other).values_list("value_hash", flat=True)
    }
    return [
        Line(
            f"{point.get_kind_display()} {point.masked}",
            point.get_status_display()
            if point.valid_to is None
            else typography.as_day(point.valid_to),
            bytes(point.value_hash) in theirs,
        )
        for point in ContactPoint.objects.filter(person=person)
        .defer("value", "normalised")
        .order_by("valid_to", "kind", "pk")
    ]
