"""What somebody asked of the office: until when it is answered, and how it was."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from wutong.core.people.registry import Ahead
from wutong.kernel import clock
from wutong.programs.servicedesk.enums import OPEN, CaseState
from wutong.programs.servicedesk.models import Case
from wutong.programs.servicedesk.services.answering import rating_link
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from wutong.kernel.actors import Actor

RATED_WITHIN = timedelta(days=30)
AT_MOST = 20


def cases_asked(person_id: int, today: date) -> Iterator[Ahead]:
    """Open cases, and answers of the last weeks that wait for a rating; one query."""
    answered = Q(
        state=CaseState.ANSWERED, rating__isnull=True, settled_at__gte=clock.now() - RATED_WITHIN
    )
    rows = Case.objects.filter(Q(state__in=OPEN) | answered, person=person_id)
    for case in rows.select_related("kind", "desk").order_by("due_on", "pk")[:AT_MOST]:
        yield _answered(case) if case.state == CaseState.ANSWERED else _open(case, today)


def _open(case: Case, today: date) -> Ahead:
    theirs = case.state == CaseState.WAITING
    todo = _("The office answers by this day.")
    if theirs:
        todo = _("The office needs a word from you: please answer its last message.")
    elif case.due_on < today:
        todo = _("The office is late with this.")
    lines = [
        _("%(number)s, received on %(day)s")
        % {"number": case.number, "day": as_day(case.opened_at)},
        case.question,
    ]
    if case.desk is not None and case.state == CaseState.HANDED:
        lines.append(_("It is with: %(desk)s") % {"desk": case.desk})
    return Ahead(
        key=str(case.pk),
        title=_("You asked: %(subject)s") % {"subject": case.subject},
        todo=todo,
        when=case.due_on,
        until=True,
        asks=theirs,
        button=_("How it stands"),
        lines=[line for line in lines if line],
        icon="question",
    )


def _answered(case: Case) -> Ahead:
    return Ahead(
        key=str(case.pk),
        title=_("Answered: %(subject)s") % {"subject": case.subject},
        todo=_("Did the answer help? One tap tells us."),
        start=partial(_rating, case),
        button=_("Rate the answer"),
        lines=[line for line in case.answer.splitlines() if line.strip()],
        icon="question",
    )


def _rating(case: Case, actor: Actor) -> str:
    return rating_link(actor, case)
