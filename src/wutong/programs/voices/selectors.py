"""Reading calls and entries: counts, the wall, one person's share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wutong.core.people.registry import TimelineEvent
from wutong.engines.calls.enums import COLLECTED, WAITING, EntryState
from wutong.engines.calls.models import Call, Entry
from wutong.platform.access.public import can, scope
from wutong.programs.voices import rules
from wutong.programs.voices.names import PROGRAM
from wutong.programs.voices.office.addresses import entry_url, queue_url
from wutong.ui.office.registry import Todo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from wutong.platform.accounts.models import User


def counted_calls(rows: QuerySet[Call]) -> QuerySet[Call]:
    """With what came in, waits and is published."""
    return rows.filter(program=PROGRAM).annotate(
        collected=Count("entries", filter=Q(entries__state__in=COLLECTED)),
        waiting=Count("entries", filter=Q(entries__state__in=WAITING)),
        published=Count("entries", filter=Q(entries__state=EntryState.PUBLISHED)),
    )


def entries_for(user: User) -> QuerySet[Entry]:
    """Entries of this room that somebody may see."""
    rows = scope(user, Entry).filter(call__program=PROGRAM)
    return rows.select_related("call", "person", "college", "decided_by")


def wall() -> QuerySet[Entry]:
    """What everybody may read, the latest first."""
    rows = Entry.objects.filter(
        call__program=PROGRAM, state=EntryState.PUBLISHED, consent_ended_at__isnull=True
    )
    return rows.select_related("call", "college").order_by("-published_on", "-pk")


def waiting_todos(user: User) -> Iterable[Todo]:
    """To moderators: how many texts wait, and since when."""
    if not can(user, rules.MODERATE):
        return []
    waiting = entries_for(user).filter(state__in=WAITING)
    number = waiting.count()
    if not number:
        return []
    words = ngettext(
        "%(number)s testimonial to look at", "%(number)s testimonials to look at", number
    )
    return [Todo(title=words % {"number": number}, url=queue_url(), kind=_("Testimonials"))]


def panel_context(person_id: int, viewer: User) -> dict[str, Any] | None:
    """What somebody wrote; nothing where there is nothing."""
    rows = entries_for(viewer).filter(person=person_id).order_by("-received_at")[:5]
    found = [(entry, entry_url(entry.pk)) for entry in rows]
    return {"entries": found} if found else None


class VoicesOnTimeline:
    """When somebody handed a text in; that it was published stands there as their act."""

    label = gettext_lazy("Testimonials")

    def events(
        self, person_id: int, viewer: User, *, before: datetime | None, limit: int
    ) -> Sequence[TimelineEvent]:
        """See ``TimelineSource.events``."""
        if not can(viewer, rules.VIEW):
            return []
        rows = entries_for(viewer).filter(person=person_id)
        if before is not None:
            rows = rows.filter(received_at__lt=before)
        return [
            TimelineEvent(
                when=entry.received_at,
                kind="voices",
                title=_("Wrote for: %(call)s") % {"call": entry.call},
                detail=entry.get_state_display(),
                url=entry_url(entry.pk),
                icon="edit",
                source_grade="A",
            )
            for entry in rows.order_by("-received_at")[:limit]
        ]
