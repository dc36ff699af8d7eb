"""Adding people and changing who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from wutong.core.people.errors import FieldNotChangeableError
from wutong.core.people.indexing import refresh_search
from wutong.core.people.models import Degree, Employment, Person
from wutong.core.people.services.locking import lock_person, ref, touch_person
from wutong.core.people.services.sources import STAFF, Source, note_source
from wutong.core.people.services.states import settle_contact_states, settle_memberships
from wutong.core.reference.public import standard_name
from wutong.kernel.clock import today
from wutong.kernel.hanzi import fold
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.kernel.actors import Actor

CHANGEABLE = (
    "name",
    "name_latin",
    "former_names",
    "sex",
    "birth_date",
    "language",
    "salutation",
    "region",
    "grade",
)
DEGREE_FIELDS = (
    "unit",
    "class_group",
    "major",
    "level",
    "student_no",
    "entry_year",
    "leave_year",
    "completion",
    "supervisor",
)
EMPLOYMENT_FIELDS = ("employer", "title", "industry", "region", "from_date", "to_date", "as_of")
_NAMES = {"name", "name_latin", "former_names"}


@transaction.atomic
def add_person(
    *, actor: Actor, fields: Mapping[str, Any], source: Source = STAFF, today_is: Any = None
) -> Person:
    """Put somebody on record; `fields` are of `CHANGEABLE`. Contact points and studies follow
    by their own services. A person without a contact point is lost from the first day.
    """
    values = _clean(fields, CHANGEABLE)
    person = Person(**values)
    person.clean_fields(exclude=["user", "merged_into"])
    person.save(force_insert=True)
    person.refresh_from_db()
    refresh_search([person.pk])
    settle_contact_states([person.pk], on=today_is or today(), source=str(source.kind))
    filled = [name for name, value in values.items() if value not in ("", None, [])]
    note_source(actor=actor, person_id=person.pk, target="person", fields=filled, source=source)
    record(
        actor=actor,
        verb="person.added",
        subject=ref(person.pk),
        subject_label=person.name,
        data={"fields": sorted(filled)},
    )
    return person


@transaction.atomic
def change_person(
    *,
    actor: Actor,
    person_id: int,
    changes: Mapping[str, Any],
    source: Source = STAFF,
    version: int | None = None,
) -> Person:
    """Change fields of `CHANGEABLE`; what is equal already is left alone, provenance included.

    Raises `PersonChangedMeanwhileError` when `version` is given and older than the record,
    `ValidationError` for an impossible value, `FieldNotChangeableError` for any other field.
    """
    person = lock_person(person_id, version=version)
    changed = _apply(person, _clean(changes, CHANGEABLE))
    if not changed:
        return person
    person.clean_fields(exclude=["user", "merged_into"])
    person.save(update_fields=changed)
    touch_person(person)
    if _NAMES & set(changed):
        refresh_search([person.pk])
    note_source(actor=actor, person_id=person.pk, target="person", fields=changed, source=source)
    record(
        actor=actor,
        verb="person.changed",
        subject=ref(person.pk),
        subject_label=person.name,
        data={"fields": sorted(changed)},
    )
    return person


@transaction.atomic
def save_degree(
    *,
    actor: Actor,
    person_id: int,
    fields: Mapping[str, Any],
    degree_id: int | None = None,
    source: Source = STAFF,
    version: int | None = None,
) -> Degree:
    """Add a time of study, or change one; memberships and search follow."""
    person = lock_person(person_id, version=version)
    known = Degree.objects.get(pk=degree_id, person=person) if degree_id else None
    degree = known or Degree(person=person)
    changed = _apply(degree, _clean(fields, DEGREE_FIELDS))
    if known and not changed:
        return degree
    degree.full_clean(exclude=["person"])
    degree.save()
    touch_person(person)
    refresh_search([person.pk])
    settle_memberships([person.pk], source=str(source.kind))
    _written(actor, person, f"degree:{degree.pk}", "person.study_saved", changed, source)
    return degree


@transaction.atomic
def save_employment(
    *,
    actor: Actor,
    person_id: int,
    fields: Mapping[str, Any],
    employment_id: int | None = None,
    source: Source = STAFF,
    version: int | None = None,
) -> Employment:
    """Add where somebody works, or change it."""
    person = lock_person(person_id, version=version)
    known = Employment.objects.get(pk=employment_id, person=person) if employment_id else None
    employment = known or Employment(person=person, as_of=today())
    values = _clean(fields, EMPLOYMENT_FIELDS)
    if "industry" in values:
        values["industry"] = standard_name(values["industry"])
    changed = _apply(employment, values)
    if known and not changed:
        return employment
    employment.full_clean(exclude=["person"])
    employment.save()
    touch_person(person)
    _written(
        actor, person, f"employment:{employment.pk}", "person.employment_saved", changed, source
    )
    return employment


def _written(
    actor: Actor, person: Person, target: str, verb: str, changed: list[str], source: Source
) -> None:
    note_source(actor=actor, person_id=person.pk, target=target, fields=changed, source=source)
    record(
        actor=actor,
        verb=verb,
        subject=ref(person.pk),
        subject_label=person.name,
        data={"target": target, "fields": sorted(changed)},
    )


def _clean(fields: Mapping[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    unknown = sorted(set(fields) - set(allowed))
    if unknown:
        raise FieldNotChangeableError(", ".join(unknown))
    cleaned: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, str):
            cleaned[name] = fold(value)
        elif name == "former_names":
            cleaned[name] = [name for name in (fold(entry) for entry in value or ()) if name]
        else:
            cleaned[name] = value
    return cleaned


def _apply(instance: Any, values: Mapping[str, Any]) -> list[str]:
    """Set what differs; the names of the fields that did."""
    changed = [name for name, value in values.items() if getattr(instance, name, None) != value]
    for name in changed:
        setattr(instance, name, values[name])
    return sorted(changed)
