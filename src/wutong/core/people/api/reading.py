"""People of a page with all that is told of them, in a query each; contacts masked unless asked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from wutong.core.people.api.schemas import (
    ContactPointOut,
    EmploymentOut,
    PersonOut,
    StudyOut,
    UnitOut,
)
from wutong.core.people.models import ContactPoint, Degree, Employment, Person
from wutong.core.people.services.locking import ref
from wutong.core.reference.enums import Grade
from wutong.platform.audit.public import viewed_sensitive
from wutong.ui.api.public import Problem, actor_of, has_scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest

CONTACTS = "people:contacts"
SHORTEST_REASON = 4


def may_see_in_full(request: HttpRequest, contacts: str, reason: str) -> bool:
    """Whether contact values are told in full; raises a problem where that was asked in vain."""
    if contacts != "full":
        return False
    if not has_scope(request, CONTACTS):
        raise Problem("forbidden", _("It needs the scope %(scope)s.") % {"scope": CONTACTS})
    if len(reason.strip()) < SHORTEST_REASON:
        detail = str(_("Say what it is for; the person can read it."))
        raise Problem("invalid", errors=[{"detail": detail, "parameter": "reason"}])
    return True


def people_out(
    request: HttpRequest, people: Iterable[Person], *, full: bool, reason: str
) -> list[PersonOut]:
    """What is told of each. Values told in full are written down for their owner."""
    rows = list(people)
    ids = [person.pk for person in rows]
    studies = _by_person(
        Degree.objects.filter(person__in=ids)
        .select_related("unit", "class_group")
        .order_by("-leave_year", "-entry_year", "-pk")
    )
    jobs = _by_person(Employment.objects.filter(person__in=ids).order_by("-as_of", "-pk"))
    points = _by_person(
        ContactPoint.objects.filter(person__in=ids, valid_to__isnull=True).order_by(
            "kind", "-is_primary", "pk"
        )
    )
    if full:
        for person in rows:
            if points[person.pk]:
                viewed_sensitive(
                    actor=actor_of(request),
                    subject=ref(person.pk),
                    subject_label=person.name,
                    fields=[f"contact:{point.pk}:{point.kind}" for point in points[person.pk]],
                    reason=reason.strip(),
                )
    return [
        _person_out(
            person, studies[person.pk], jobs[person.pk],
            [contact_out(point, full=full) for point in points[person.pk]],
        )
        for person in rows
    ]  # fmt: skip


def _by_person(rows: QuerySet[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _person_out(
    person: Person,
    studies: list[Degree],
    jobs: list[Employment],
    points: list[ContactPointOut],
) -> PersonOut:
    return PersonOut(
        id=person.pk,
        name=person.name,
        name_latin=person.name_latin,
        former_names=person.former_names,
        language=person.language,
        place=str(person.region) if person.region else None,
        place_code=person.region.code if person.region else None,
        grade=Grade(person.grade).name.lower(),  # type: ignore[arg-type]
        deceased=person.deceased,
        contactable=person.contactable,
        studies=[study_out(study) for study in studies],
        employments=[
            EmploymentOut(
                employer=job.employer,
                title=job.title,
                industry=job.industry,
                from_date=job.from_date,
                to_date=job.to_date,
                as_of=job.as_of,
            )
            for job in jobs
        ],
        contact_points=points,
        version=person.version,
        updated_at=person.updated_at,
    )


def study_out(study: Degree) -> StudyOut:
    """A time of study."""
    return StudyOut(
        unit=UnitOut(code=study.unit.code, name_zh=study.unit.name_zh, name_en=study.unit.name_en),
        class_name=study.class_group.name if study.class_group else None,
        major=study.major,
        level=study.level,
        student_no=study.student_no,
        entry_year=study.entry_year,
        leave_year=study.leave_year,
        completion=study.completion,
    )


def contact_out(point: ContactPoint, *, full: bool = False) -> ContactPointOut:
    """A contact point, masked unless in full."""
    return ContactPointOut(
        id=point.pk,
        kind=point.kind,  # type: ignore[arg-type]
        value=point.value if full else point.masked,
        masked=not full,
        is_primary=point.is_primary,
        status=point.status,  # type: ignore[arg-type]
        confirmed_at=point.verified_at,
    )
