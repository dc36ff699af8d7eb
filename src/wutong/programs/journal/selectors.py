"""Reading issues: their contents, their ledger, one person's share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wutong.core.consent.public import Channel
from wutong.core.people.models import Person
from wutong.core.people.registry import TimelineEvent
from wutong.kernel.clock import CAMPUS
from wutong.platform.access.public import can, scope
from wutong.programs.journal import rules
from wutong.programs.journal.enums import REASONS, CopyState, CreditRole, IssueState, Openness
from wutong.programs.journal.models import Article, Copy, Credit, Issue, Judged, ReturnedCopy
from wutong.programs.journal.office.addresses import issue_url
from wutong.programs.journal.reading import wish_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User

SHOWN = (Channel.EMAIL, Channel.POST, Channel.WECHAT)


@dataclass(frozen=True)
class Line:
    """What the ledger holds of one channel."""

    channel: str
    label: _StrOrPromise
    sent: int
    returned: int


def ledger_lines(issue: Issue) -> list[Line]:
    """By channel, those that were used."""
    return [
        Line(one.value, one.label, counted.get("sent", 0), counted.get("returned", 0))
        for one in SHOWN
        if (counted := issue.tallies.get(one.value))
    ]


def copies_sent(issue: Issue) -> int:
    """Copies of all channels that did not come back."""
    return sum(line.sent for line in ledger_lines(issue))


def reason_lines(issue: Issue) -> list[tuple[str, _StrOrPromise, int]]:
    """(reason, words, people) of those who get no copy by post."""
    return [(key, REASONS[key], number) for key, number in (issue.counts or {}).items() if key]


def articles_of(issue: Issue, *, removed: bool = False) -> list[Article]:
    """In the order of pages, with who made them."""
    rows = issue.articles.filter(removed_at__isnull=not removed)
    credits_ = Prefetch("credits", Credit.objects.select_related("person"), to_attr="makers")
    found: list[Any] = list(rows.prefetch_related(credits_))
    for article in found:
        article.made_by = credit_line(article.makers)
    return found


def credit_line(makers: Sequence[Credit]) -> str:
    """文／王芳　摄影／李明, in the reader's language."""
    parts = []
    for role in CreditRole:
        names = [one.name for one in makers if one.role == role]
        if names:
            words = {"role": role.label, "names": _(", ").join(names)}
            parts.append(_("%(role)s: %(names)s") % words)
    return " · ".join(parts)


def open_issues() -> QuerySet[Issue]:
    """Those that anybody may read."""
    return Issue.objects.filter(state=IssueState.PUBLISHED, openness=Openness.PUBLIC)


def judged_as(issue: Issue, reason: str, people: QuerySet[Person]) -> QuerySet[Judged]:
    """Everybody judged the same way for the postal list, as far as somebody sees."""
    rows = Judged.objects.filter(issue=issue, channel=Channel.POST, reason=reason)
    return rows.filter(person__in=people.order_by().values("pk")).order_by("person_id")


class JournalOnTimeline:
    """Printed copies and what came back of them, and what the person wrote. Letters by e-mail
    stand there as messages, reading as what people do.
    """

    label = gettext_lazy("Alumni journal")

    def events(
        self, person_id: int, viewer: User, *, before: datetime | None, limit: int
    ) -> Sequence[TimelineEvent]:
        """See ``TimelineSource.events``. A person has few: read whole."""
        if not can(viewer, rules.VIEW):
            return []
        issues = set(scope(viewer, Issue).values_list("pk", flat=True))
        found = [
            _event(row.issue, row.sent_on, _("Journal by post: %(issue)s"), issues)
            for row in Copy.objects.filter(person=person_id, channel=Channel.POST)
            .select_related("issue")
            .order_by("-issue__number")[:200]
        ]
        found += [
            _event(
                row.issue, row.noted_at, _("Journal came back: %(issue)s"), issues,
                row.get_reason_display(),
            )
            for row in ReturnedCopy.objects.filter(person=person_id, undone_at__isnull=True)
            .select_related("issue")
        ]  # fmt: skip
        found += [
            _event(
                row.article.issue, row.article.issue.published_on,
                _("In the journal: %(issue)s"), issues,
                f"{row.article.title} · {row.get_role_display()}",
            )
            for row in Credit.objects.filter(
                person=person_id, article__removed_at=None,
                article__issue__published_on__isnull=False,
            ).select_related("article__issue")
        ]  # fmt: skip
        kept = [event for event in found if before is None or event.when < before]
        return sorted(kept, key=lambda event: event.when, reverse=True)[:limit]


def _event(issue: Issue, on: Any, title: str, seen: set[int], detail: str = "") -> TimelineEvent:
    when = on if isinstance(on, datetime) else datetime.combine(on, time(10), tzinfo=CAMPUS)
    return TimelineEvent(
        when=when,
        kind="journal",
        title=title % {"issue": issue.label},
        detail=detail,
        url=issue_url(issue.pk) if issue.pk in seen else "",
        icon="book",
        source_grade="A",
        whole_day=not isinstance(on, datetime),
    )


def panel_context(person_id: int, viewer: User) -> dict[str, Any] | None:
    """How the journal goes to somebody, and the last issues they got."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None or person.deceased:
        return None
    copies = Copy.objects.filter(person=person_id).select_related("issue")
    wish = wish_of(person_id)
    return {
        "person_id": person_id,
        "wish": wish,
        "wish_label": wish.label,
        "wishes": [(one.value, one.label) for one in type(wish)],
        "copies": [
            (copy.issue, issue_url(copy.issue_id), copy.get_channel_display(), fate_of(copy))
            for copy in copies.order_by("-issue__number", "channel")[:4]
        ],
        "may_change": can(viewer, rules.CHANGE),
    }


def fate_of(copy: Copy) -> str:
    """What became of a copy, in a word."""
    if copy.state == CopyState.RETURNED:
        return str(CopyState.RETURNED.label)
    if copy.opened_on is not None:
        return pgettext("copy", "opened")
    return str(CopyState.SENT.label)
