"""What an organisation's sheet says of who leads it and which alumni are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from wutong.core.interactions.registry import Line
from wutong.core.organisations.models import Appointment, EmployerLink, Membership
from wutong.core.people.models import Employment
from wutong.core.people.public import latest_studies, study_label, visible_people
from wutong.kernel.clock import today
from wutong.platform.access.public import scope
from wutong.ui.design.typography import exact

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

SHOWN = 8


def officers(organisation_id: int, viewer: User) -> list[Line]:
    """Who holds an office there today, and how many belong to it."""
    rows = scope(viewer, Appointment).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=today()),
        organisation=organisation_id, state="appointed",
    )  # fmt: skip
    held = list(rows.select_related("person").order_by("term_from", "pk")[:SHOWN])
    found = [Line(f"{row.office} · {row.person.name}", row.appointed_on) for row in held]
    members = scope(viewer, Membership).filter(organisation=organisation_id, valid_to__isnull=True)
    count = members.count()
    if count:
        found.insert(0, Line(_("%(count)s members") % {"count": exact(count)}, today()))
    return found


def alumni(organisation_id: int, viewer: User) -> list[Line]:
    """Who works there, those with a title first, and how many."""
    jobs = Employment.objects.filter(
        pk__in=EmployerLink.objects.filter(organisation=organisation_id).values("employment"),
        person__in=visible_people(viewer).filter(deceased=False).order_by().values("pk"),
        to_date__isnull=True,
    ).select_related("person")
    shown = list(jobs.order_by("-as_of", "pk")[:SHOWN])
    studies = latest_studies(job.person_id for job in shown)
    found = [
        Line(
            " · ".join(part for part in (job.person.name, job.title) if part),
            job.as_of,
            study_label(studies.get(job.person_id)),
        )
        for job in shown
    ]
    count = jobs.values("person").distinct().count()
    if count > len(found):
        found.insert(0, Line(_("%(count)s alumni work there") % {"count": exact(count)}, today()))
    return found
