"""This room's share of a person's page: memberships and offices, and their events."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.organisations import rules
from wutong.core.organisations.enums import AppointmentState
from wutong.core.organisations.office.addresses import appointment_url, organisation_url
from wutong.core.organisations.selectors.pages import memberships_and_offices
from wutong.core.people.models import Person
from wutong.core.people.registry import TimelineEvent
from wutong.kernel.clock import CAMPUS, today
from wutong.platform.access.public import can

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from wutong.platform.accounts.models import User


def panel_context(person_id: int, user: User) -> dict[str, Any] | None:
    """What ``user`` may see; None hides the panel from those who could do nothing with it."""
    memberships, offices = memberships_and_offices(person_id, user)
    may_appoint = (
        can(user, rules.APPOINT) and Person.objects.filter(pk=person_id, deceased=False).exists()
    )
    if not (memberships or offices or may_appoint):
        return None
    return {
        "memberships": memberships,
        "offices": offices,
        "may_appoint": may_appoint,
        "person_id": person_id,
    }


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=CAMPUS)


class BelongingTimeline:
    """Joined and left organisations, left offices. Taking one on is told by the ledger."""

    label = gettext_lazy("Organisations and offices")

    def events(
        self, person_id: int, viewer: User, *, before: datetime | None, limit: int
    ) -> Sequence[TimelineEvent]:
        """See ``TimelineSource.events``."""
        found = list(self._all(person_id, viewer))
        kept = [event for event in found if before is None or event.when < before]
        return sorted(kept, key=lambda event: event.when, reverse=True)[:limit]

    def _all(self, person_id: int, viewer: User) -> Iterator[TimelineEvent]:
        memberships, offices = memberships_and_offices(person_id, viewer)
        for item in memberships:
            url = organisation_url(item.organisation_id)
            name = {"organisation": item.organisation}
            yield self._event(item.valid_from, _("Joined %(organisation)s") % name, "", url)
            if item.valid_to is not None:
                yield self._event(item.valid_to, _("Left %(organisation)s") % name, "", url)
        for office in offices:
            detail = " · ".join(
                part
                for part in (
                    office.office,
                    office.place,
                    office.document.number_text if office.document else "",
                )
                if part
            )
            url = appointment_url(office.pk)
            over = office.ended_on is not None and office.ended_on <= today()
            if over and office.ended_on and office.state != AppointmentState.RENEWED:
                yield self._event(office.ended_on, _("Left office"), detail, url)

    def _event(self, day: date, title: str, detail: str, url: str) -> TimelineEvent:
        return TimelineEvent(
            when=_moment(day),
            kind="organisations",
            title=title,
            detail=detail,
            url=url,
            icon="building",
            whole_day=True,
        )
