"""What waits for a steward: key alumni without contact for too long, and next steps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.core.interactions import rules
from wutong.core.interactions.models import ContactReport, KeyAlumnus
from wutong.core.interactions.office.addresses import key_list_url, person_url, report_url
from wutong.core.interactions.selectors.keeping import QUIET_DAYS, quiet, with_contact
from wutong.kernel.clock import today
from wutong.platform.access.public import can, scope
from wutong.ui.design.typography import exact
from wutong.ui.office.registry import Todo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.platform.accounts.models import User

ONE_BY_ONE = 4
"""Up to so many quiet key alumni are named each; more are one line that leads to the list."""
AHEAD = timedelta(days=7)


def steward_todos(user: User) -> Iterator[Todo]:
    """Whom to call, and what was promised."""
    if not can(user, rules.REPORT):
        return
    yield from _quiet(user)
    steps = scope(user, ContactReport).filter(
        next_step_by=user, step_done_on__isnull=True, next_step_on__lte=today() + AHEAD
    )
    for report in steps.select_related("person", "organisation").order_by("next_step_on")[:20]:
        yield Todo(
            title=_("%(step)s (%(name)s)")
            % {"step": report.next_step, "name": report.person or report.organisation},
            url=report_url(report.pk),
            due=report.next_step_on,
            kind="interactions",
        )


def _quiet(user: User) -> Iterator[Todo]:
    rows = with_contact(scope(user, KeyAlumnus).filter(steward=user), user)
    due = quiet(rows).select_related("person").order_by("quiet_since", "pk")
    count = due.count()
    if count > ONE_BY_ONE:
        first = due[0]
        yield Todo(
            title=ngettext(
                "%(count)s key alumnus: no contact for %(days)s days",
                "%(count)s key alumni: no contact for %(days)s days",
                count,
            )
            % {"count": exact(count), "days": QUIET_DAYS},
            url=f"{key_list_url()}?quiet=true&steward={user.pk}",
            due=first.quiet_since + timedelta(days=QUIET_DAYS),
            kind="interactions",
        )
        return
    for row in due:
        yield Todo(
            title=_("Get in touch with %(name)s: no contact since %(days)s days")
            % {"name": row.person.name, "days": (today() - row.quiet_since).days},
            url=person_url(row.person_id),
            due=row.quiet_since + timedelta(days=QUIET_DAYS),
            kind="interactions",
        )
