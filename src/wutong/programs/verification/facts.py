"""What a college is shown of a person, and what it may change; a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.core.people.models import Degree, Employment, Person
from wutong.core.people.public import masked_reach
from wutong.core.reference.enums import Completion
from wutong.core.reference.public import unit_with_ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrOrPromise

    from wutong.programs.verification.models import UnitList

LABELS: dict[str, _StrOrPromise] = {
    "name": _("Name"),
    "student_no": _("Student number"),
    "major": _("Subject"),
    "class": _("Class"),
    "left": _("Year of leaving"),
    "completion": _("Completion"),
    "supervisor": _("Supervisor"),
    "employer": _("Employer"),
    "title": _("Position"),
    "phone": _("Phone"),
    "email": _("E-mail"),
}
EDITABLE = ("name", "major", "completion", "supervisor", "employer", "title", "phone", "email")


@dataclass(frozen=True)
class Shown:
    """A person as the list shows it; `degree_id` and `employment_id` say what a change is about."""

    values: dict[str, str]
    degree_id: int | None = None
    employment_id: int | None = None


def shown_of(unit_list: UnitList, person_ids: Iterable[int]) -> dict[int, Shown]:
    """Person id → what is on record now; four queries. The study is the last at this college or
    at what it grew out of; contact points are masked.
    """
    ids = list(person_ids)
    units = sorted(unit_with_ancestors(unit_list.unit_id))
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    degrees = {
        degree.person_id: degree
        for degree in Degree.objects.filter(person__in=ids, unit__in=units)
        .select_related("class_group")
        .order_by("person_id", "-leave_year", "-entry_year", "-id")
        .distinct("person_id")
    }
    jobs = {
        job.person_id: job
        for job in Employment.objects.filter(person__in=ids, to_date__isnull=True)
        .order_by("person_id", "-as_of", "-id")
        .distinct("person_id")
    }
    reach = masked_reach(ids)
    return {
        key: _shown(name, degrees.get(key), jobs.get(key), reach.get(key, {}))
        for key, name in names.items()
    }


def _shown(
    name: str, degree: Degree | None, job: Employment | None, reach: dict[str, str]
) -> Shown:
    values = dict.fromkeys(LABELS, "")
    values["name"] = name
    if degree is not None:
        values |= {
            "student_no": degree.student_no,
            "major": degree.major,
            "class": degree.class_group.name if degree.class_group else "",
            "left": str(degree.leave_year or ""),
            "completion": str(Completion(degree.completion).label),
            "supervisor": degree.supervisor,
        }
    if job is not None:
        values |= {"employer": job.employer, "title": job.title}
    values |= {"phone": reach.get("phone", ""), "email": reach.get("email", "")}
    return Shown(values, degree.pk if degree else None, job.pk if job else None)
