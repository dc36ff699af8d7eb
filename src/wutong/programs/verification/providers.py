"""What this room plugs into others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wutong.core.people.registry import ListColumn, ahead, people_list_columns
from wutong.engines.audiences.public import Criterion, Topic, register_criterion
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.access.public import can, scope, scopes_of
from wutong.platform.audit.registry import verbs
from wutong.programs.verification import (
    exporters,  # noqa: F401 - registers its export
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
    standing,
)
from wutong.programs.verification.coming import record_looked_through
from wutong.programs.verification.demo import build_verification
from wutong.programs.verification.enums import Answer, Review
from wutong.programs.verification.models import Line, UnitList
from wutong.ui.office.registry import MenuItem, Todo, menu, todos

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.platform.accounts.models import User

verbs.register("verification.opened", _("asked the colleges to verify their lists"))
verbs.register("verification.signed", _("signed the list of a college"))
verbs.register("verification.reopened", _("opened a signed list again"))
verbs.register("verification.taken_in", _("took a verified workbook in"))
verbs.register("verification.accepted", _("took over what a college changed"))
verbs.register("verification.declined", _("did not take over what a college changed"))
menu.add(
    MenuItem(
        "verification",
        _("Verification"),
        "check-circle",
        "office:verification-list",
        rules.VIEW,
        "records",
        order=56,
    )
)
ahead.register("verification", record_looked_through, order=30)
people_list_columns.register(
    standing.KEY,
    ListColumn(
        standing.LABEL,
        standing.last_words,
        standing.CHOICES,
        standing.standing,
        _("Verified or not"),
    ),
)
register_criterion(
    Criterion(
        key="verification.state",
        label=standing.LABEL,
        form=standing.StandingForm,
        to_q=standing.to_q,
        describe=standing.describe,
        topic=Topic.PEOPLE,
        value=standing.value,
    ),
    order=95,
)
demo_parts.register("verification", DemoPart(order=96, build=build_verification))


def verification_todos(user: User) -> Iterator[Todo]:
    """To a college its open lists, to the office what waits for review."""
    if can(user, rules.ANSWER) and not scopes_of(user).everything:
        open_lists = scope(user, UnitList).filter(signed_at__isnull=True)
        for unit_list in open_lists.select_related("unit", "round").order_by("round__due_on")[:3]:
            yield Todo(
                title=_("Verify: %(list)s") % {"list": unit_list},
                url=reverse("office:verification-detail", args=[unit_list.pk]),
                due=unit_list.round.due_on,
                kind=str(_("Verification")),
            )
    if can(user, rules.CHANGE):
        waiting = scope(user, Line).filter(answer=Answer.CHANGED, review=Review.WAITING)
        number = waiting.filter(unit_list__signed_at__isnull=False).count()
        if number:
            words = ngettext(
                "%(number)s change of a college to review",
                "%(number)s changes of colleges to review",
                number,
            )
            yield Todo(
                title=words % {"number": number},
                url=reverse("office:verification-review"),
                kind=str(_("Verification")),
            )


todos.register("verification", verification_todos)
