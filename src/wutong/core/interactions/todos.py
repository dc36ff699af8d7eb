"""What waits for a steward: key alumni without contact for too long, and next steps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.core.interactions import rules
from wutong.core.interactions.models import (
    ChatGroup,
    ContactReport,
    DutyEntry,
    KeyAlumnus,
)
from wutong.core.interactions.office.addresses import (
    duty_url,
    groups_url,
    key_list_url,
    person_url,
    report_url,
)
from wutong.core.interactions.selectors.keeping import QUIET_DAYS, quiet, with_contact
from wutong.kernel.clock import first_of_quarter, today
from wutong.platform.access.public import can, scope
from wutong.ui.design.typography import exact
from wutong.ui.office.registry import Todo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.platform.accounts.models import User

ONE_BY_ONE = 4
"""Up to so many quiet key alumni are named each; more are one line that leads to the list."""
AHEAD = timedelta(days=7)
QR_AHEAD = timedelta(days=2)
"""So long before its QR code ends a group stands among the to-dos."""


def steward_todos(user: User) -> Iterator[Todo]:
    """Whom to call, and what was promised."""
    if not can(user, rules.REPORT):
        return
    yield from _quiet(user)
    yield from _groups(user)
    yield from _directory(user)
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


def _groups(user: User) -> Iterator[Todo]:
    """QR codes that end within two days."""
    if not can(user, rules.GROUP_CHANGE):
        return
    rows = scope(user, ChatGroup).filter(closed_on__isnull=True, qr_until__lte=today() + QR_AHEAD)
    first = rows.order_by("qr_until").first()
    if first is not None and first.qr_until is not None:
        count = rows.count()
        yield Todo(
            title=ngettext(
                "The QR code of %(count)s WeChat group ends",
                "The QR codes of %(count)s WeChat groups end",
                count,
            )
            % {"count": exact(count)},
            url=f"{groups_url()}?qr=true",
            due=first.qr_until,
            kind="interactions",
        )


def _directory(user: User) -> Iterator[Todo]:
    """Entries nobody has asked about this quarter."""
    if not can(user, rules.DUTY_CHANGE):
        return
    first = first_of_quarter(today())
    rows = scope(user, DutyEntry).filter(ended_on__isnull=True)
    rows = rows.exclude(confirmed_on__gte=first).exclude(asked_on__gte=first)
    count = rows.count()
    if count:
        yield Todo(
            title=ngettext(
                "Duty directory: %(count)s entry to be confirmed this quarter",
                "Duty directory: %(count)s entries to be confirmed this quarter",
                count,
            )
            % {"count": exact(count)},
            url=f"{duty_url()}?state=old",
            due=first + timedelta(days=30),
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
