"""What waits for somebody who is called in need: whether the duty directory is still right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils.translation import gettext as _

from wutong.core.interactions.models import DutyEntry
from wutong.core.interactions.services.duty import link_of
from wutong.core.people.registry import Ahead
from wutong.kernel.clock import first_of_quarter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from wutong.kernel.actors import Actor


def entries_to_confirm(person_id: int, today: date) -> Iterator[Ahead]:
    """Entries that were asked about in this quarter and not answered since; one query."""
    asked = DutyEntry.objects.filter(
        Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=F("asked_on")),
        person=person_id, ended_on__isnull=True, asked_on__gte=first_of_quarter(today),
    )  # fmt: skip
    for row in asked.select_related("organisation", "unit").order_by("pk"):
        yield Ahead(
            key=str(row.pk),
            title=_("Is your entry in the duty directory still right? %(title)s")
            % {"title": row.title},
            todo=_("Confirm your number, or say that you no longer hold the office."),
            asks=True,
            start=partial(_link, row),
            button=_("Look and confirm"),
            icon="phone",
        )


def _link(entry: DutyEntry, actor: Actor) -> str:
    return link_of(entry, actor=actor)
