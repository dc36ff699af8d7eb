"""What pages of other rooms show of cases: a panel, the timeline, to-dos, the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wutong.core.people.registry import TimelineEvent
from wutong.kernel.clock import today
from wutong.platform.access.public import can, scope, scopes_of
from wutong.programs.servicedesk import rules
from wutong.programs.servicedesk.enums import LOW, OPEN, CaseState
from wutong.programs.servicedesk.models import Case
from wutong.programs.servicedesk.office.addresses import case_url, cases_url
from wutong.ui.design.typography import exact
from wutong.ui.office.registry import SearchHit, Todo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from wutong.platform.accounts.models import User

SHOWN = 4
ONE_BY_ONE = 4


def panel_context(person_id: int, user: User) -> dict[str, Any] | None:
    """The last cases of a person; None where there is nothing to see or do."""
    rows = scope(user, Case).filter(person=person_id).select_related("kind")
    found, may_open = list(rows[:SHOWN]), can(user, rules.CHANGE)
    if not found and not may_open:
        return None
    return {"cases": found, "may_open": may_open, "person_id": person_id}


class CasesOnTimeline:
    """What a person asked and that it was answered."""

    label = gettext_lazy("Service desk")

    def events(
        self, person_id: int, viewer: User, *, before: datetime | None, limit: int
    ) -> Sequence[TimelineEvent]:
        """See ``TimelineSource.events``."""
        if not can(viewer, rules.VIEW):
            return []
        rows = scope(viewer, Case).filter(person=person_id).select_related("kind")
        asked = rows.filter(opened_at__lt=before) if before else rows
        settled = rows.filter(state=CaseState.ANSWERED)
        if before:
            settled = settled.filter(settled_at__lt=before)
        found = [
            _event(row, row.opened_at, _("Asked: %(subject)s") % {"subject": row.subject})
            for row in asked.order_by("-opened_at")[:limit]
        ]
        found += [
            _event(row, row.settled_at, _("Answered: %(subject)s") % {"subject": row.subject})
            for row in settled.order_by("-settled_at")[:limit]
            if row.settled_at
        ]
        return sorted(found, key=lambda event: event.when, reverse=True)[:limit]


def _event(row: Case, moment: datetime, title: str) -> TimelineEvent:
    return TimelineEvent(
        when=moment, kind="case", title=title, detail=f"{row.number} · {row.kind}",
        url=case_url(row.pk), icon="question",
    )  # fmt: skip


def case_todos(user: User) -> Iterator[Todo]:
    """My cases that are due, what nobody has taken, what came back, what displeased."""
    if not can(user, rules.CHANGE):
        return
    rows = scope(user, Case)
    mine = rows.filter(assignee=user, state__in=OPEN)
    late = mine.filter(due_on__lte=today()).exclude(state=CaseState.WAITING)
    count = late.count()
    if count > ONE_BY_ONE:
        first = late.order_by("due_on").first()
        yield Todo(
            title=_("%(count)s of your cases are due") % {"count": exact(count)},
            url=f"{cases_url()}?mine=true&overdue=true",
            due=first.due_on if first else None,
            kind="cases",
        )
    else:
        for case in late.order_by("due_on"):
            yield Todo(
                title=_("Case %(number)s: %(subject)s")
                % {"number": case.number, "subject": case.subject},
                url=case_url(case.pk), due=case.due_on, kind="cases",
            )  # fmt: skip
    yield from _office(user, rows)
    for case in rows.filter(rating__lte=LOW, state__in=OPEN).filter(
        Q(assignee=user) | Q(assignee__isnull=True)
    )[:ONE_BY_ONE]:
        yield Todo(
            title=_("Not content: %(subject)s (%(rating)s of 5)")
            % {"subject": case.subject, "rating": case.rating},
            url=case_url(case.pk), due=case.due_on, kind="cases",
        )  # fmt: skip


def _office(user: User, rows: Any) -> Iterator[Todo]:
    """For those who see the whole office: late cases of everybody, cases without an owner."""
    if not scopes_of(user).everything:
        return
    late = rows.filter(state__in=OPEN, due_on__lt=today()).exclude(assignee=user)
    count, first = late.count(), late.order_by("due_on").first()
    if first is not None:
        yield Todo(
            title=ngettext(
                "%(count)s case of others is overdue", "%(count)s cases of others are overdue", count
            )
            % {"count": exact(count)},
            url=f"{cases_url()}?overdue=true", due=first.due_on, kind="cases",
        )  # fmt: skip
    free = rows.filter(state__in=OPEN, assignee__isnull=True)
    count, first = free.count(), free.order_by("due_on").first()
    if first is not None:
        yield Todo(
            title=ngettext(
                "%(count)s case that nobody has taken", "%(count)s cases that nobody has taken", count
            )
            % {"count": exact(count)},
            url=f"{cases_url()}?nobody=true&open=true", due=first.due_on, kind="cases",
        )  # fmt: skip


def find_cases(user: User, text: str, limit: int) -> list[SearchHit]:
    """By number, matter or name given."""
    if not text.strip():
        return []
    rows = scope(user, Case).filter(
        Q(number__icontains=text) | Q(subject__icontains=text) | Q(who_name__icontains=text)
    )
    return [
        SearchHit(
            title=row.subject,
            subtitle=" · ".join(part for part in (row.number, row.who) if part),
            url=case_url(row.pk),
            icon="question",
        )
        for row in rows.select_related("person").order_by("-opened_at")[:limit]
    ]


def case_from(viewer: User, message_id: int) -> tuple[str, str] | None:
    """The case that was opened from a message, and its address, if ``viewer`` may see it."""
    case = scope(viewer, Case).filter(message_id=message_id).only("number", "subject").first()
    return (f"{case.number} {case.subject}", case_url(case.pk)) if case else None
