"""People for tests: small, valid, and by the same services that staff use."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from wutong.core.people.services.contacts import add_contact
from wutong.core.people.services.records import add_person, save_degree
from wutong.core.reference.enums import Completion, DegreeLevel, UnitKind
from wutong.core.reference.models import AcademicUnit, UnitLineage
from wutong.kernel.actors import Actor

if TYPE_CHECKING:
    from wutong.core.people.models import Degree, Person

CLERK = Actor.system("test")
_numbers = count(1)


def make_unit(name: str = "物理学院", *, code: str = "", **fields: Any) -> AcademicUnit:
    """A college."""
    number = next(_numbers)
    values = {"kind": UnitKind.COLLEGE, "name_en": f"College {number}", **fields}
    return AcademicUnit.objects.create(code=code or f"T{number}", name_zh=name, **values)


def make_lineage(predecessor: AcademicUnit, successor: AcademicUnit, year: int = 2001) -> None:
    """`predecessor` was merged into `successor`."""
    UnitLineage.objects.create(
        predecessor=predecessor, successor=successor, year=year, kind="merged"
    )


def make_degree(person: Person, unit: AcademicUnit | None = None, **fields: Any) -> Degree:
    """A bachelor's degree of 2005."""
    values = {
        "unit": unit or make_unit(),
        "level": DegreeLevel.BACHELOR,
        "entry_year": 2001,
        "leave_year": 2005,
        "completion": Completion.GRADUATED,
        **fields,
    }
    return save_degree(actor=CLERK, person_id=person.pk, fields=values)


def make_person(
    name: str = "王小明",
    *,
    unit: AcademicUnit | None = None,
    email: str = "",
    phone: str = "",
    degree: dict[str, Any] | None = None,
    **fields: Any,
) -> Person:
    """A person; with `unit` or `degree` one who studied, with `email` or `phone` reachable."""
    person = add_person(actor=CLERK, fields={"name": name, **fields})
    if unit or degree is not None:
        make_degree(person, unit, **(degree or {}))
    if email:
        add_contact(actor=CLERK, person_id=person.pk, kind="email", value=email)
    if phone:
        add_contact(actor=CLERK, person_id=person.pk, kind="phone", value=phone)
    person.refresh_from_db()
    return person
