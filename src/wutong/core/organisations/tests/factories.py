"""Organisations and offices for tests, by the services that staff use."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from wutong.core.organisations.public import (
    Office,
    add_member,
    appoint,
    propose_appointment,
    save_organisation,
)
from wutong.core.people.tests.factories import CLERK, make_person

if TYPE_CHECKING:
    from wutong.core.organisations.models import Appointment, Organisation
    from wutong.core.people.models import Person

_numbers = count(1)


def make_organisation(name: str = "", **fields: Any) -> Organisation:
    """A regional alumni organisation unless told otherwise."""
    values = {
        "kind": "alumni",
        "name_zh": name or f"第{next(_numbers)}校友会",
        "alumni_type": "regional",
        "legal_form": "local",
        **fields,
    }
    if values["kind"] != "alumni":
        values.pop("alumni_type"), values.pop("legal_form")
    return save_organisation(actor=CLERK, fields=values)


def make_member(organisation: Organisation, name: str = "王小明", **fields: Any) -> Person:
    """A person who belongs to ``organisation``."""
    person = make_person(name, **fields)
    add_member(
        actor=CLERK,
        organisation_id=organisation.pk,
        person_id=person.pk,
        since=date(2020, 1, 1),
        source="test",
    )
    return person


def office(role: str = "ambassador", **fields: Any) -> Office:
    """Three years of an ambassador of the association."""
    values = {
        "role": role,
        "body": "association",
        "term_from": date(2024, 1, 1),
        "term_to": date(2030, 12, 31),
        **fields,
    }
    return Office(**values)


def make_appointment(
    person: Person | None = None, *, on: date | None = None, **fields: Any
) -> Appointment:
    """Somebody in office, with a letter."""
    someone = person or make_person("王小明")
    proposed = propose_appointment(actor=CLERK, person_id=someone.pk, office=office(**fields))
    return appoint(actor=CLERK, appointment_id=proposed.pk, on=on)
