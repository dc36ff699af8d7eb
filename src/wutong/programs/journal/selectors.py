"""Reading issues: their contents, their ledger, one person's share."""

from __future__ import annotations

import re
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
from wutong.platform.outbox.models import WechatTemplate
from wutong.platform.outbox.public import account
from wutong.programs.journal import rules
from wutong.programs.journal.enums import REASONS, CopyState, CreditRole, IssueState, Openness
from wutong.programs.journal.laying import shown_pictures
from wutong.programs.journal.models import (
    Article,
    ArticlePicture,
    Copy,
    Credit,
    Issue,
    Judged,
    ReturnedCopy,
)
from wutong.programs.journal.office.addresses import issue_url
from wutong.programs.journal.reading import wish_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User

ABOUT_JOURNALS = re.compile("刊|journal", re.IGNORECASE)
SHOWN = (Channel.WECHAT, Channel.EMAIL, Channel.POST)


@dataclass(frozen=True)
class Line:
    """What the ledger holds of one channel."""

    channel: str
    label: _StrOrPromise
    sent: int
    returned: int
    arrived: int | None = None


def ledger_lines(issue: Issue) -> list[Line]:
    """By channel, those that were used."""
    return [
        Line(
            one.value,
            one.label,
            counted.get("sent", 0),
            counted.get("returned", 0),
            counted.get("arrived"),
        )
        for one in SHOWN
        if (counted := issue.tallies.get(one.value))
    ]


def copies_sent(issue: Issue) -> int:
    """Copies of all channels that did not come back."""
    return sum(line.sent for line in ledger_lines(issue))


def reason_lines(issue: Issue) -> list[tuple[str, _StrOrPromise, int]]:
    """(reason, words, people) of those who get no copy by post."""
    return [(key, REASONS[key], number) for key, number in (issue.counts or {}).items() if key]


def notice_templates() -> list[WechatTemplate]:
    """Those a notice can be written with; those about periodicals in front, for most are not."""
    if account() is None:
        return []
    rows = list(WechatTemplate.objects.filter(standing=True).order_by("title", "pk"))
    return sorted(rows, key=lambda one: not ABOUT_JOURNALS.search(one.title))


def articles_of(issue: Issue, *, removed: bool = False) -> list[Article]:
    """In the order of pages, with who made them and the pictures they show now."""
    rows = issue.articles.filter(removed_at__isnull=not removed).select_related("picture")
    credits_ = Prefetch("credits", Credit.objects.select_related("person"), to_attr="makers")
    pictures = Prefetch("pictures", shown_pictures(), to_attr="shown")
    found: list[Any] = list(rows.prefetch_related(credits_, pictures))
    for article in found:
        article.made_by = credit_line(article.makers)
    return found


def paper_is_open(issue: Issue) -> bool:
    """Whether everybody may read the PDF: one set from the articles holds every text, also those
    for readers alone.
    """
    if not issue.paper_id or paper_is_withheld(issue):
        return False
    closed = issue.articles.filter(removed_at=None, is_public=False).exclude(text_zh="")
    return issue.paper_set_at is None or not closed.exists()


def paper_is_withheld(issue: Issue) -> bool:
    """Whether the PDF holds a picture that was withdrawn since it was set: it stays as it was
    printed, and readers are not offered it.
    """
    if issue.paper_set_at is None:
        return False
    return ArticlePicture.objects.filter(
        article__issue=issue, added_at__lte=issue.paper_set_at, withdrawn_at__gt=issue.paper_set_at
    ).exists()


def paper_is_old(issue: Issue) -> bool:
    """Whether articles have changed since the PDF was set from them."""
    if issue.paper_set_at is None:
        return False
    return issue.articles.filter(changed_at__gt=issue.paper_set_at).exists()


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
    if copy.arrived_on is not None:
        return pgettext("copy", "arrived")
    return str(CopyState.SENT.label)
