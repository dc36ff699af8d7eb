"""What waits at the rights desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.core.rights import rules
from wutong.core.rights.enums import WAITING
from wutong.core.rights.models import Assessment, Case
from wutong.core.rights.services.transfers import year_abroad
from wutong.kernel.clock import today
from wutong.platform.access.public import can, scope
from wutong.ui.office.registry import Todo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.platform.accounts.models import User


def rights_todos(user: User) -> Iterator[Todo]:
    """Each request whose day has passed by itself, the others in one line."""
    if not can(user, rules.CHANGE):
        return
    rows = scope(user, Case).filter(state__in=WAITING).order_by("due_on", "pk")
    waiting = []
    for case in rows.select_related("person").defer("person__search_tokens"):
        if case.due_on >= today():
            waiting.append(case)
            continue
        yield Todo(
            title=_("Overdue: %(request)s, %(name)s")
            % {
                "request": case.get_kind_display(),
                "name": case.person.name if case.person else case.applicant,
            },
            url=reverse("office:privacy-case", args=[case.pk]),
            due=case.due_on,
            kind="rights",
        )
    if waiting:
        yield Todo(
            title=ngettext(
                "%(count)s request about personal data",
                "%(count)s requests about personal data",
                len(waiting),
            )
            % {"count": len(waiting)},
            url=f"{reverse('office:privacy-cases')}?open=true",
            due=waiting[0].due_on,
            kind="rights",
        )


def assessment_todos(user: User) -> Iterator[Todo]:
    """What is to be written, what is to be decided, and a year that comes near its limit."""
    rows = Assessment.objects.filter(outcome="")
    written = rows.exclude(necessity="").exclude(impact="").exclude(measures="")
    address = f"{reverse('office:privacy-assessments')}?open=true"
    if can(user, rules.CHANGE_ASSESSMENTS):
        left = rows.exclude(pk__in=written.values("pk")).count()
        if left:
            words = ngettext(
                "%(count)s impact assessment to write",
                "%(count)s impact assessments to write",
                left,
            )
            yield Todo(title=words % {"count": left}, url=address, kind="rights")
    if can(user, rules.DECIDE_ASSESSMENTS) and (ready := written.count()):
        words = ngettext(
            "%(count)s impact assessment to decide", "%(count)s impact assessments to decide", ready
        )
        yield Todo(title=words % {"count": ready}, url=address, kind="rights")
    if can(user, rules.CHANGE_TRANSFERS) and year_abroad(today().year).level != "free":
        yield Todo(
            title=_("Data that left the country this year: look at the sums"),
            url=reverse("office:privacy-transfers"),
            kind="rights",
        )
