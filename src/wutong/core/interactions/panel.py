"""This room's share of a person's page: how close they are kept, and the last contacts."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from wutong.core.interactions import rules
from wutong.core.interactions.enums import Channel
from wutong.core.interactions.models import ContactReport, KeyAlumnus
from wutong.core.interactions.office.addresses import key_url, report_url
from wutong.core.interactions.selectors.keeping import latest_reports, with_contact
from wutong.core.people.registry import TimelineEvent
from wutong.kernel.clock import CAMPUS, today
from wutong.platform.access.public import can, scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wutong.platform.accounts.models import User

SHOWN = 3
SUMMARY = 120
ICONS = {
    Channel.PHONE: "phone",
    Channel.EMAIL: "mail",
    Channel.LETTER: "mail",
    Channel.VISIT: "pin",
    Channel.MEETING: "people",
}


def panel_context(person_id: int, user: User) -> dict[str, Any] | None:
    """What ``user`` may see; None where there is nothing and nothing could be written."""
    may_write = can(user, rules.REPORT)
    reports = latest_reports(user, limit=SHOWN, person=person_id)
    key = _key(person_id, user)
    if not (reports or key or may_write):
        return None
    return {
        "reports": reports,
        "key": key,
        "key_url": key_url(key.pk) if key and can(user, rules.KEY_CHANGE) else "",
        "may_write": may_write,
        "may_name": key is None and can(user, rules.KEY_CHANGE),
        "person_id": person_id,
        "today": today(),
    }


def _key(person_id: int, user: User) -> KeyAlumnus | None:
    if not can(user, rules.KEY):
        return None
    rows = scope(user, KeyAlumnus).filter(person=person_id, ended_on__isnull=True)
    return with_contact(rows.select_related("steward"), user).first()


def _moment(day: date, number: int) -> datetime:
    """A fixed moment of the day, another for each report, so that paging loses none."""
    return datetime.combine(day, time(10, number // 60 % 60, number % 60), tzinfo=CAMPUS)


class ContactsOnTimeline:
    """What passed between the office and the person."""

    label = gettext_lazy("Contact with the office")

    def events(
        self, person_id: int, viewer: User, *, before: datetime | None, limit: int
    ) -> Sequence[TimelineEvent]:
        """See ``TimelineSource.events``."""
        if not can(viewer, rules.REPORTS):
            return []
        rows = scope(viewer, ContactReport).filter(person=person_id).select_related("by")
        if before is not None:
            rows = rows.filter(held_on__lte=before.astimezone(CAMPUS).date())
        dated = [(_moment(row.held_on, row.pk), row) for row in rows[: limit + 60]]
        kept = [pair for pair in dated if before is None or pair[0] < before]
        kept.sort(key=lambda pair: pair[0], reverse=True)
        return [_event(moment, row) for moment, row in kept[:limit]]


def _event(moment: datetime, row: ContactReport) -> TimelineEvent:
    summary = row.summary if len(row.summary) <= SUMMARY else f"{row.summary[:SUMMARY]}…"
    return TimelineEvent(
        when=moment,
        kind="contact.report",
        title=Channel(row.channel).label,
        detail=" · ".join(part for part in (str(row.by or ""), summary) if part),
        url=report_url(row.pk),
        icon=ICONS.get(Channel(row.channel), "person"),
        whole_day=True,
    )
