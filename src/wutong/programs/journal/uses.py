"""Where issues stand in the way of others, and what still has to be done for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.engines.audiences.public import Use
from wutong.kernel import clock
from wutong.platform.access.public import can, scope
from wutong.programs.journal import rules
from wutong.programs.journal.enums import IssueState
from wutong.programs.journal.models import Issue
from wutong.programs.journal.office.addresses import issue_url
from wutong.ui.office.registry import Todo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.platform.accounts.models import User

FRESH = timedelta(days=60)


def todos_of(user: User) -> Iterable[Todo]:
    """Published lately and not yet sent to anybody."""
    if not can(user, rules.CHANGE):
        return []
    waiting = scope(user, Issue).filter(
        state=IssueState.PUBLISHED, published_on__gte=clock.today() - FRESH,
        campaign__isnull=True, notice__isnull=True, posted_on__isnull=True,
    )  # fmt: skip
    return [
        Todo(
            title=_("Send the journal to its readers: %(issue)s") % {"issue": issue.label},
            url=issue_url(issue.pk),
            kind=_("Alumni journal"),
        )
        for issue in waiting[:3]
    ]


def uses_in_issues(segment_id: int, user: User) -> list[Use]:
    """Issues for a segment."""
    seen = set(scope(user, Issue).values_list("pk", flat=True))
    return [
        Use(
            gettext_lazy("Alumni journal"),
            row.label if row.pk in seen else "\N{EN DASH}",
            issue_url(row.pk) if row.pk in seen else "",
        )
        for row in Issue.objects.filter(segment=segment_id).order_by("pk")
    ]
