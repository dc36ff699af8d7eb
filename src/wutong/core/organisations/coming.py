"""What is coming for somebody who holds an office: the end of the term."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.core.organisations.models import Appointment
from wutong.core.organisations.selectors.offices import due_for_renewal
from wutong.core.people.registry import Ahead
from wutong.platform.documents.public import verify_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

HALF_A_YEAR = timedelta(days=183)


def terms_ending(person_id: int, today: date) -> Iterator[Ahead]:
    """Offices in force whose term ends within half a year; one query."""
    rows = due_for_renewal(Appointment.objects.filter(person=person_id), within=HALF_A_YEAR)
    places = rows.select_related("organisation", "unit", "class_group", "document")
    for row in places.order_by("term_to", "pk"):
        told = {"office": row.office, "place": row.place}
        over = row.term_to is not None and row.term_to < today
        yield Ahead(
            key=str(row.pk),
            title=(
                _("Your term ends: %(office)s, %(place)s")
                if row.place
                else _("Your term ends: %(office)s")
            )
            % told,
            todo=_("The term is over. The office asks you whether you go on or hand over.")
            if over
            else _("Tell the office before that day whether you go on or hand over."),
            when=row.term_to,
            until=True,
            url=verify_address(row.document) if row.document else "",
            button=_("My letter of appointment"),
            lines=(
                _("With a new term comes a new letter; the old one stays on record."),
                _("Whoever hands over tells the next holder what is under way and who is who."),
            ),
            icon="approve",
        )
