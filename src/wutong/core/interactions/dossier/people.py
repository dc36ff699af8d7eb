"""What a person's sheet says of studies, work and offices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from wutong.core.interactions.registry import Line
from wutong.core.organisations.models import Appointment, Membership
from wutong.core.people.models import Degree, Employment, Provenance
from wutong.kernel.clock import today
from wutong.platform.access.public import scope

if TYPE_CHECKING:
    from datetime import date

    from wutong.platform.accounts.models import User

LIAISON = "liaison"


def studies(person_id: int, viewer: User) -> list[Line]:
    """School years, class, teacher, and who looks after the class."""
    known = _known(person_id)
    rows = Degree.objects.filter(person=person_id).select_related("unit", "class_group")
    rows = rows.order_by("-leave_year", "-entry_year", "-pk")
    liaisons = _liaisons([row.class_group_id for row in rows if row.class_group_id], viewer)
    found = []
    for row in rows:
        years = "–".join(str(year) for year in (row.entry_year, row.leave_year) if year)
        parts = [years, str(row.unit), row.major, row.get_level_display()]
        detail = [str(row.class_group) if row.class_group else ""]
        if row.supervisor:
            detail.append(_("teacher: %(name)s") % {"name": row.supervisor})
        liaison = liaisons.get(row.class_group_id or 0)
        if liaison:
            detail.append(_("class liaison: %(name)s") % {"name": liaison})
        found.append(Line(_joined(parts), known.get(f"degree:{row.pk}"), _joined(detail)))
    return found


def work(person_id: int, viewer: User) -> list[Line]:
    """Present employers first."""
    known = _known(person_id)
    rows = Employment.objects.filter(person=person_id).select_related("region")
    present: list[Line] = []
    past: list[Line] = []
    for row in rows.order_by("-as_of", "-from_date", "-pk"):
        first = str(row.from_date.year) if row.from_date else ""
        last = str(row.to_date.year) if row.to_date else ""
        years = f"{first}–{last}" if first or last else ""
        line = Line(
            _joined([row.employer, row.title]),
            row.as_of or known.get(f"employment:{row.pk}"),
            _joined([years, str(row.region) if row.region else ""]),
        )
        (past if row.to_date else present).append(line)
    return [*present, *past]


def offices(person_id: int, viewer: User) -> list[Line]:
    """Offices held and organisations belonged to."""
    held = scope(viewer, Appointment).filter(person=person_id).exclude(state="proposed")
    found = []
    for row in held.select_related("organisation", "unit", "class_group").order_by("-term_from"):
        over = row.ended_on is not None and row.ended_on <= today()
        detail = _("until %(year)s") % {"year": row.ended_on.year} if over and row.ended_on else ""
        found.append(Line(_joined([row.office, row.place]), row.appointed_on, detail))
    members = scope(viewer, Membership).filter(person=person_id, valid_to__isnull=True)
    named = {line.text for line in found}
    for member in members.select_related("organisation").order_by("-valid_from"):
        name = str(member.organisation)
        if not any(name in text for text in named):
            found.append(Line(_("member of %(name)s") % {"name": name}, member.valid_from))
    return found


def _known(person_id: int) -> dict[str, date]:
    """When each part of the record was last looked at."""
    rows = Provenance.objects.filter(person=person_id).order_by("recorded_at")
    return {
        target: recorded.date() for target, recorded in rows.values_list("target", "recorded_at")
    }


def _liaisons(classes: list[int], viewer: User) -> dict[int, str]:
    rows = scope(viewer, Appointment).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=today()),
        class_group__in=classes, role=LIAISON, state="appointed",
    )  # fmt: skip
    return {
        class_id: name
        for class_id, name in rows.values_list("class_group_id", "person__name")
        if class_id
    }


def _joined(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)
