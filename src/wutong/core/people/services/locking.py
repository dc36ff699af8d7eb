"""One way to take hold of a record: locked, and no older than what the author has seen."""

from __future__ import annotations

from django.db.models import F
from django.db.models.functions import Now

from wutong.core.people.errors import PersonChangedMeanwhileError
from wutong.core.people.models import Person


def lock_person(person_id: int, *, version: int | None = None) -> Person:
    """The person's row, locked until the transaction ends. With `version`, raises
    `PersonChangedMeanwhileError` when somebody saved after it was read.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    if version is not None and person.version != version:
        raise PersonChangedMeanwhileError
    return person


def touch_person(person: Person) -> None:
    """Count the change; call once per service, in its transaction."""
    Person.objects.filter(pk=person.pk).update(version=F("version") + 1, updated_at=Now())
    person.version += 1


def ref(person_id: int) -> str:
    """How audit and other rooms name a person."""
    return f"person:{person_id}"
