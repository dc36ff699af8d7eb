"""A person's record with the source of every field: what the dossier page shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wutong.core.people.enums import STUDENT
from wutong.core.people.models import (
    ContactPoint,
    Degree,
    Employment,
    Person,
    PersonState,
    Provenance,
)
from wutong.core.reference.enums import AlumniGroup
from wutong.core.reference.public import units_of_today
from wutong.kernel.clock import today

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

MOST_SOURCES = 400
OLD_AFTER_DAYS = 730


@dataclass(frozen=True)
class Fact:
    """A field in words, and where it comes from (None when nothing is written down). `own` when
    that is not where the rest of the record comes from.
    """

    name: str
    label: str
    value: Any
    source: Provenance | None = None
    own: bool = True

    @property
    def is_old(self) -> bool:
        """Whether nobody has looked at it for two years; said once where the whole record is."""
        return self.own and _is_old(self.source)


@dataclass(frozen=True)
class Sourced:
    """A degree, employment or contact point with its sources by field; `today` names what the
    college of a degree has become.
    """

    item: Any
    facts: list[Fact]
    source: Provenance | None
    today: str = ""

    @property
    def is_old(self) -> bool:
        """Whether nobody has looked at most of it for two years."""
        return _is_old(self.source)


@dataclass(frozen=True)
class Profile:
    """What is on record of a person."""

    person: Person
    facts: list[Fact]
    source: Provenance | None
    studies: list[Sourced]
    employments: list[Sourced]
    contacts: list[Sourced]
    past_contacts: list[Sourced]
    memberships: list[str]
    deceased_on: date | None
    lost_since: date | None
    sources: list[Provenance] = field(default_factory=list)

    @property
    def is_old(self) -> bool:
        """Whether nobody has looked at the particulars for two years."""
        return _is_old(self.source)


def profile_of(person: Person) -> Profile:
    """The whole record in six queries, whatever is on it."""
    sources = list(
        Provenance.objects.filter(person=person).order_by("-recorded_at", "-id")[:MOST_SOURCES]
    )
    youngest = _youngest(sources)
    states = list(
        PersonState.objects.filter(person=person, valid_to__isnull=True).order_by("valid_from")
    )
    studies = Degree.objects.filter(person=person).select_related("unit", "class_group")
    jobs = Employment.objects.filter(person=person).select_related("region")
    points = list(
        ContactPoint.objects.filter(person=person)
        .defer("value", "normalised")
        .order_by("valid_to", "kind", "-is_primary", "id")
    )
    facts, source = _told_apart(_person_facts(person, youngest))
    return Profile(
        person=person,
        facts=facts,
        source=source,
        studies=_studies(list(studies.order_by("entry_year", "leave_year", "id")), youngest),
        employments=[
            _sourced(item, f"employment:{item.pk}", _job_fields(item), youngest)
            for item in jobs.order_by("-to_date", "-from_date", "-id")
        ],
        contacts=[_contact(item, youngest) for item in points if item.valid_to is None],
        past_contacts=[_contact(item, youngest) for item in points if item.valid_to is not None],
        memberships=[_membership(state.value) for state in states if state.kind == "membership"],
        deceased_on=next((s.valid_from for s in states if s.kind == "life"), None),
        lost_since=next((s.valid_from for s in states if s.value == "lost"), None),
        sources=sources,
    )


def _studies(
    degrees: list[Degree], youngest: Mapping[tuple[str, str], Provenance]
) -> list[Sourced]:
    gone = [degree.unit_id for degree in degrees if degree.unit.valid_to is not None]
    become = units_of_today(gone)
    return [
        replace(
            _sourced(item, f"degree:{item.pk}", _study_fields(item), youngest),
            today="、".join(str(unit) for unit in become.get(item.unit_id, ())),
        )
        for item in degrees
    ]


def _youngest(sources: list[Provenance]) -> dict[tuple[str, str], Provenance]:
    found: dict[tuple[str, str], Provenance] = {}
    for source in sources:
        for name in source.fields:
            found.setdefault((source.target, name), source)
    return found


def _person_facts(person: Person, youngest: Mapping[tuple[str, str], Provenance]) -> list[Fact]:
    values: list[tuple[str, Any]] = [
        ("name", person.name),
        ("name_latin", person.name_latin),
        ("former_names", "、".join(person.former_names)),
        ("sex", person.get_sex_display() if person.sex else ""),
        ("birth_date", person.birth_date),
        ("region", person.region),
        ("language", person.get_language_display()),
        ("salutation", person.salutation),
        ("grade", person.get_grade_display()),
    ]
    return [
        Fact(name, field_label(Person, name), value, youngest.get(("person", name)))
        for name, value in values
        if value
    ]


def _study_fields(degree: Degree) -> list[tuple[str, Any]]:
    years = "–".join(str(year) for year in (degree.entry_year, degree.leave_year) if year)
    return [
        ("level", degree.get_level_display()),
        ("major", degree.major),
        ("class_group", degree.class_group),
        ("student_no", degree.student_no),
        ("leave_year", years),
        ("completion", degree.get_completion_display()),
        ("supervisor", degree.supervisor),
    ]


def _job_fields(job: Employment) -> list[tuple[str, Any]]:
    return [
        ("title", job.title),
        ("industry", job.industry),
        ("region", job.region),
        ("from_date", job.from_date),
        ("to_date", job.to_date),
        ("as_of", job.as_of),
    ]


def _sourced(
    item: Any,
    target: str,
    values: list[tuple[str, Any]],
    youngest: Mapping[tuple[str, str], Provenance],
) -> Sourced:
    facts = [
        Fact(name, field_label(type(item), name), value, youngest.get((target, name)))
        for name, value in values
        if value not in (None, "")
    ]
    facts, source = _told_apart(facts)
    if source is None:
        about = [source for (of, _name), source in youngest.items() if of == target]
        source = max(about, key=lambda s: (s.recorded_at, s.pk), default=None)
    return Sourced(item, facts, source)


def _told_apart(facts: list[Fact]) -> tuple[list[Fact], Provenance | None]:
    """The source most fields share, said once; only the others are marked each by itself."""
    counted = Counter(fact.source.pk for fact in facts if fact.source)
    if not counted:
        return facts, None
    shared = counted.most_common(1)[0][0]
    source = next(fact.source for fact in facts if fact.source and fact.source.pk == shared)
    return [
        replace(fact, own=fact.source is not None and fact.source.pk != shared) for fact in facts
    ], source


def _contact(point: ContactPoint, youngest: Mapping[tuple[str, str], Provenance]) -> Sourced:
    return _sourced(point, f"contact:{point.pk}", [], youngest)


def _membership(value: str) -> str:
    return str(_("Student")) if value == STUDENT else str(AlumniGroup(value).label)


def field_label(model: type[Any], name: str) -> str:
    """The words for a field; years of study stand together."""
    if model is Degree and name == "leave_year":
        return _("Years")
    label = getattr(model._meta.get_field(name), "verbose_name", name)
    return capfirst(str(label))


def _is_old(source: Provenance | None) -> bool:
    return source is not None and (today() - source.recorded_at.date()).days > OLD_AFTER_DAYS
