"""That a college is looking through somebody's record just now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.core.people.registry import Ahead
from wutong.programs.verification.enums import Answer
from wutong.programs.verification.models import Line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


def record_looked_through(person_id: int, today: date) -> Iterator[Ahead]:
    """Lists not signed yet on which they stand unanswered; one query."""
    rows = Line.objects.filter(
        person=person_id, answer=Answer.OPEN, unit_list__signed_at__isnull=True,
        unit_list__round__due_on__gte=today,
    )  # fmt: skip
    for row in rows.select_related("unit_list__unit", "unit_list__round").order_by("pk")[:5]:
        yield Ahead(
            key=str(row.pk),
            title=_("%(college)s checks your record") % {"college": row.unit_list.unit},
            todo=_("Look whether everything is still right, and say what is not."),
            when=row.unit_list.round.due_on,
            until=True,
            url=reverse("members-record"),
            button=_("Look at my record"),
            icon="approve",
        )
