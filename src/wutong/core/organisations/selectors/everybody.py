"""Alumni organisations as everybody may know them: what they are, where, and who answers for them.

Names of officers are people's own to show: who asks here gets ids and decides by consent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from wutong.core.organisations.enums import (
    AlumniType,
    AppointmentRole,
    OrganisationKind,
    OrganisationStatus,
)
from wutong.core.organisations.models import Appointment, Membership, Organisation
from wutong.core.organisations.selectors.offices import in_office
from wutong.core.reference.enums import Grade
from wutong.kernel.clock import today

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

AREA = "organisations"
"""Under this name the public site is told of changes."""
FEWEST = 5
"""A public count under this says too much about single people."""
_FIRST = ("会长", "主席", "召集人", "秘书长")


def organisations_for_everybody() -> QuerySet[Organisation]:
    """Alumni organisations that stand on the public site: all but closed ones, and classes, whose
    boards are their own.
    """
    return (
        Organisation.objects.filter(kind=OrganisationKind.ALUMNI)
        .exclude(status=OrganisationStatus.CLOSED)
        .exclude(alumni_type=AlumniType.CLASS)
        .select_related("region__parent", "host_unit", "parent")
        .defer("search_tokens", "note")
    )


@dataclass(frozen=True)
class OfficeHolder:
    """Who holds which office until when; the name is for those who may see it."""

    person_id: int
    name: str
    office: str
    since: date
    until: date | None


def office_holders(organisation_id: int) -> list[OfficeHolder]:
    """Those in office today, the chair first; nobody who has died or must not be named."""
    held = in_office(
        today(),
        Appointment.objects.filter(organisation=organisation_id, role=AppointmentRole.OFFICER),
    ).filter(
        person__deceased=False, person__merged_into=None, person__grade__lt=Grade.SENSITIVE
    ).select_related("person")  # fmt: skip
    rows = [
        OfficeHolder(item.person_id, item.person.name, item.office, item.term_from, item.term_to)
        for item in held
    ]
    rows.sort(key=lambda row: (_rank(row.office), row.since, row.person_id))
    return rows


def _rank(office: str) -> int:
    return _FIRST.index(office) if office in _FIRST else len(_FIRST)


def member_count(organisation_id: int) -> int | None:
    """How many belong to it today; None where so few do that the number would tell of persons."""
    number = Membership.objects.filter(organisation=organisation_id, valid_to__isnull=True).count()
    return number if number >= FEWEST else None


def numbers_by_place() -> dict[int, int]:
    """How many organisations there are in each place, cities in their province."""
    counted = (
        organisations_for_everybody()
        .filter(region__isnull=False)
        .order_by()
        .values("region", "region__parent")
        .annotate(number=Count("pk"))
    )
    found: dict[int, int] = {}
    for row in counted:
        place = row["region__parent"] or row["region"]
        found[place] = found.get(place, 0) + row["number"]
    return found


def organisations_in(region_id: int) -> QuerySet[Organisation]:
    """Those of a province with its cities, or of a country."""
    return organisations_for_everybody().filter(Q(region=region_id) | Q(region__parent=region_id))
