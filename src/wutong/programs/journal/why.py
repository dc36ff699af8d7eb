"""Why did somebody not get an issue, or not on paper? One sentence for each way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.core.consent.public import ALL_TOPICS, Channel, changes_of
from wutong.core.people.enums import ContactKind
from wutong.core.people.models import ContactPoint, Person
from wutong.core.people.public import people_labels, visible_people
from wutong.engines.outreach.enums import Exclusion
from wutong.engines.outreach.models import Recipient
from wutong.engines.outreach.public import explain_to
from wutong.programs.journal.enums import REASONS, TOPIC, CopyState, PostReason
from wutong.programs.journal.models import Copy, Judged, ReturnedCopy
from wutong.programs.journal.once import comes_otherwise
from wutong.programs.journal.services.counting import wanting
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User
    from wutong.programs.journal.models import Issue


def explain_issue(
    issue: Issue, person: Person, viewer: User | None = None
) -> list[tuple[_StrOrPromise, str]]:
    """(way, sentence) for each way of an issue, in its order; ``viewer`` is told the names of
    others as far as they may see them.
    """
    return [(way.label, _explain(issue, way, person, viewer)) for way in issue.ways]


def _explain(issue: Issue, way: Channel, person: Person, viewer: User | None) -> str:
    copy = Copy.objects.filter(issue=issue, channel=way, person=person).first()
    if copy is not None:
        return _from_ledger(issue, copy, person)
    if way == Channel.POST:
        return _not_posted(issue, person, viewer)
    sending = issue.sendings.get(way)
    judged = Recipient.objects.filter(campaign=sending, person=person) if sending else None
    if judged is not None and not judged.exists() and (other := _other_way(issue, way, person)):
        return _("%(name)s gets this issue %(other)s, and one copy is enough.") % {
            "name": person.name,
            "other": other,
        }
    if sending is not None:
        return explain_to(sending, person, viewer)
    if way in issue.tallies:  # sent elsewhere, and taken into the ledger
        return _("No copy to %(name)s stands in the ledger.") % {"name": person.name}
    return _("Nothing was written for this way: nobody got it so.")


def _from_ledger(issue: Issue, copy: Copy, person: Person) -> str:
    sending = issue.sendings.get(Channel(copy.channel))
    if copy.state == CopyState.RETURNED and sending is not None:
        return explain_to(sending, person)  # in the words of the other side
    if copy.channel == Channel.POST:
        found = _("A copy was posted to %(name)s on %(day)s and has not come back.")
    elif copy.opened_on:
        found = _("It reached %(name)s on %(day)s and was opened on %(opened)s.")
    elif copy.arrived_on:
        found = _("It was sent to %(name)s on %(day)s; a receipt of %(arrived)s says it arrived.")
    else:
        found = _("It was sent to %(name)s on %(day)s and has not come back.")
    if copy.state == CopyState.RETURNED:
        found = _("The copy sent to %(name)s on %(day)s came back: %(why)s.")
    rows = ReturnedCopy.objects.filter(issue=issue, person=person, undone_at__isnull=True)
    row = rows.first() if copy.channel == Channel.POST else None
    return found % {
        "name": person.name,
        "day": as_day(copy.sent_on),
        "arrived": as_day(copy.arrived_on) if copy.arrived_on else "",
        "opened": as_day(copy.opened_on) if copy.opened_on else "",
        "why": row.get_reason_display() if row else _("no reason noted"),
    }


def _other_way(issue: Issue, way: Channel, person: Person) -> str:
    """By which other way it comes, in words; "" where it does not."""
    if not Person.objects.filter(comes_otherwise(issue, way), pk=person.pk).exists():
        return ""
    by = {
        Channel.EMAIL: _("by e-mail"),
        Channel.WECHAT: _("on WeChat"),
        Channel.POST: _("on paper"),
    }
    for other, sending in issue.sendings.items():
        rows = Recipient.objects.filter(campaign=sending, person=person, reason="")
        if other != way and rows.exists():
            return by[other]
    return by[Channel.POST]


def _not_posted(issue: Issue, person: Person, viewer: User | None) -> str:
    judged = Judged.objects.filter(issue=issue, channel=Channel.POST, person=person).first()
    fixed = issue.posted_on is not None
    reason = ""
    if issue.counts is None and not fixed:
        found = _("The postal list has not been counted yet.")
    elif judged is None:
        found = _("%(name)s is not among the people this issue is for.")
        if issue.segment_id is None and not wanting(Person.objects.filter(pk=person.pk)).exists():
            found = _("%(name)s gets none on paper: never said a word about the journal.")
    elif not judged.reason:
        found = _("%(name)s gets a copy by post once the list is fixed.")
        if fixed:
            found = _("%(name)s came onto the list after it was fixed.")
    else:
        found = _("%(name)s gets none on paper: %(reason)s.")
        if fixed:
            found = _("%(name)s got none on paper: %(reason)s.")
        reason, detail = str(REASONS[judged.reason]), _Details(issue, judged, viewer).words()
        if detail:
            reason = _("%(reason)s (%(detail)s)") % {"reason": reason, "detail": detail}
    return found % {"name": person.name, "reason": reason}


class _Details:
    """The day and the circumstances of a reason, "" where nothing more is known."""

    def __init__(self, issue: Issue, judged: Judged, viewer: User | None) -> None:
        self.issue, self.judged, self.viewer = issue, judged, viewer
        self.person = judged.person

    def words(self) -> str:
        """In a few words."""
        found: dict[str, Callable[[], str]] = {
            Exclusion.STOPPED: self._said,
            Exclusion.UNSUBSCRIBED: self._said,
            Exclusion.PAUSED: self._said,
            Exclusion.DUPLICATE: self._shares,
            PostReason.ELSEWHERE: lambda: _other_way(self.issue, Channel.POST, self.person),
            PostReason.RETURNED: self._came_back,
            PostReason.ABROAD: lambda: str(self.person.region or ""),
            PostReason.INCOMPLETE: self._address,
        }
        tell = found.get(self.judged.reason)
        return tell() if tell else ""

    def _said(self) -> str:
        change = changes_of(self.person.pk).filter(
            channel=Channel.POST, topic__in=[TOPIC, ALL_TOPICS], undone_at__isnull=True
        ).first()  # fmt: skip
        if change is None:
            return ""
        return _("on %(day)s, %(how)s") % {
            "day": as_day(change.changed_at),
            "how": change.get_method_display(),
        }

    def _came_back(self) -> str:
        rows = ReturnedCopy.objects.filter(person=self.person, undone_at__isnull=True)
        row = rows.order_by("noted_at").last()
        return as_day(row.noted_at) if row else ""

    def _address(self) -> str:
        points = ContactPoint.objects.filter(
            person=self.person, kind=ContactKind.ADDRESS, valid_to__isnull=True
        )
        return points.values_list("masked", flat=True).first() or ""

    def _shares(self) -> str:
        other = self.judged.shares_with
        if not other or self.viewer is None:
            return ""
        if not visible_people(self.viewer).filter(pk=other).exists():
            return ""
        label = people_labels([other]).get(other, "")
        return _("%(other)s gets it") % {"other": label} if label else ""
