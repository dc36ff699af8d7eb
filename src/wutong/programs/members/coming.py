"""What is coming by the record itself: corrections and requests with their day, an address that no
longer works, the next round anniversary of the class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.core.people.enums import ContactStatus
from wutong.core.people.models import ContactPoint, Degree
from wutong.core.people.registry import Ahead
from wutong.core.reference.enums import Completion
from wutong.core.rights.enums import CaseState
from wutong.core.rights.public import requests_of
from wutong.kernel.clock import CAMPUS
from wutong.programs.members.models import Correction, CorrectionField, CorrectionState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

DECADE = 10


def corrections_asked(person_id: int, today: date) -> Iterator[Ahead]:
    """Corrections the office has not decided; one query."""
    rows = Correction.objects.filter(person=person_id, state=CorrectionState.OPEN)
    for row in rows.order_by("due_on", "pk"):
        yield Ahead(
            key=str(row.pk),
            title=_("You asked for a correction: %(field)s") % {"field": row.get_field_display()},
            todo=_("The office puts it right or tells you why not by this day."),
            when=row.due_on,
            until=True,
            url=f"{reverse('members-record')}#{row.field}",
            button=_("Look at my record"),
            icon="edit",
        )


def requests_under_way(person_id: int, today: date) -> Iterator[Ahead]:
    """What was asked about their own data; one query."""
    for case in requests_of(person_id):
        if not case.is_open:
            continue
        erased = case.state == CaseState.COOLING
        day = case.due_on
        if erased and case.runs_at is not None:
            day = case.runs_at.astimezone(CAMPUS).date()
        yield Ahead(
            key=str(case.pk),
            title=_("Your record will be erased")
            if erased
            else _("You asked about your data: %(request)s") % {"request": case.get_kind_display()},
            todo=_("Until that day you can undo it.")
            if erased
            else _("The office answers by this day."),
            when=day,
            until=True,
            asks=erased,
            url=reverse("members-privacy") if erased else f"{reverse('members-privacy')}#requests",
            button=_("Privacy centre"),
            icon="lock",
        )


def addresses_that_failed(person_id: int, today: date) -> Iterator[Ahead]:
    """Contact points that mail or messages come back from; one query."""
    rows = ContactPoint.objects.filter(person=person_id, valid_to__isnull=True).exclude(
        status=ContactStatus.OK
    )
    for row in rows.order_by("kind", "pk"):
        correctable = row.kind in CorrectionField.values
        yield Ahead(
            key=str(row.pk),
            title=_("What we send here comes back: %(address)s") % {"address": row.masked},
            todo=_("Tell us how we reach you now."),
            asks=True,
            url=reverse("members-correct", args=[row.kind])
            if correctable
            else reverse("members-record"),
            button=_("Give another one"),
            icon="mail",
        )


def round_anniversary(person_id: int, today: date) -> Iterator[Ahead]:
    """The next ten, twenty … years of the class they left with first; one query."""
    studies = Degree.objects.filter(
        person=person_id, leave_year__isnull=False, completion=Completion.GRADUATED
    )
    study = studies.select_related("class_group").order_by("leave_year", "pk").first()
    if study is None or study.leave_year is None or study.leave_year > today.year:
        return
    years = max(DECADE, -(-(today.year - study.leave_year) // DECADE) * DECADE)
    group = study.class_group
    when = today.replace(year=study.leave_year + years, month=1, day=1)
    told = {"years": years, "year": study.leave_year, "group": group.name if group else ""}
    directory = reverse("members-directory")
    yield Ahead(
        key=str(study.pk),
        title=(
            _("%(years)s years since you left: %(group)s")
            if group
            else _("%(years)s years since you left in %(year)s")
        )
        % told,
        todo=_("Find your classmates, and tell the office if you plan a reunion."),
        when=when,
        whole_year=True,
        url=f"{directory}?{urlencode({'class': group.name})}" if group else directory,
        button=_("My classmates"),
        icon="people",
    )
