"""This room's share of the timeline: studies, and what became of a person."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.enums import ContactState, SourcedFrom, StateKind
from wutong.core.people.models import Degree, PersonState
from wutong.core.people.registry import TimelineEvent
from wutong.core.reference.enums import Completion
from wutong.kernel.clock import CAMPUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wutong.platform.accounts.models import User


def on_campus(day: date) -> datetime:
    """The beginning of a day on campus."""
    return datetime.combine(day, time(), tzinfo=CAMPUS)


class RecordTimeline:
    """Entered, left, became lost, was found, died. Few rows a person: read whole."""

    label = gettext_lazy("Record")

    def events(
        self,
        person_id: int,
        viewer: User,
        *,
        before: datetime | None,
        limit: int,
    ) -> Sequence[TimelineEvent]:
        """See `TimelineSource.events`."""
        found = [*self._studies(person_id), *self._states(person_id)]
        kept = [event for event in found if before is None or event.when < before]
        return sorted(kept, key=lambda event: event.when, reverse=True)[:limit]

    def _studies(self, person_id: int) -> Iterator[TimelineEvent]:
        for degree in Degree.objects.filter(person=person_id).select_related("unit"):
            detail = " · ".join(part for part in (degree.get_level_display(), degree.major) if part)
            if degree.entry_year:
                yield TimelineEvent(
                    when=on_campus(date(degree.entry_year, 9, 1)),
                    kind="study.entered",
                    title=_("Entered %(unit)s") % {"unit": degree.unit},
                    detail=detail,
                    icon="degree",
                    whole_year=True,
                )
            if degree.leave_year and degree.completion != Completion.STUDYING:
                yield TimelineEvent(
                    when=on_campus(date(degree.leave_year, 7, 1)),
                    kind="study.left",
                    title=_left(degree) % {"unit": degree.unit},
                    detail=detail,
                    icon="degree",
                    whole_year=True,
                )

    def _states(self, person_id: int) -> Iterator[TimelineEvent]:
        states = list(
            PersonState.objects.filter(
                person=person_id, kind__in=(StateKind.LIFE, StateKind.CONTACT)
            ).order_by("valid_from", "id")
        )
        known_before = False
        for state in states:
            if state.kind == StateKind.LIFE:
                yield self._event(state, "life.died", _("Died"), "info")
            elif state.valid_to != state.valid_from:
                if known_before and state.value == ContactState.LOST:
                    yield self._event(state, "contact.lost", _("Became lost"), "warning")
                elif known_before:
                    yield self._event(state, "contact.found", _("Was found again"), "check-circle")
                known_before = True

    def _event(self, state: PersonState, kind: str, title: str, icon: str) -> TimelineEvent:
        source = "" if state.source == SourcedFrom.RULE else state.get_source_display()
        return TimelineEvent(
            when=on_campus(state.valid_from),
            kind=kind,
            title=title,
            detail=" · ".join(part for part in (str(source), state.note) if part),
            icon=icon,
            whole_day=True,
        )


def _left(degree: Degree) -> str:
    return {
        Completion.COMPLETED: _("Completed studies at %(unit)s without graduating"),
        Completion.LEFT: _("Left %(unit)s"),
    }.get(Completion(degree.completion), _("Graduated from %(unit)s"))
