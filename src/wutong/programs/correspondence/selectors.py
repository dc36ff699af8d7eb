"""What pages of other rooms show of letters: a panel, the timeline, the briefing sheet, to-dos."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wutong.core.interactions.registry import Line
from wutong.core.people.models import PersonState
from wutong.core.people.public import visible_people
from wutong.core.people.registry import TimelineEvent
from wutong.core.reference.enums import Grade
from wutong.engines.inbox.registry import About
from wutong.kernel.clock import CAMPUS, now, today
from wutong.platform.access.public import can, scope
from wutong.platform.outbox.enums import DeliveryState
from wutong.platform.outbox.public import single_deliveries
from wutong.programs.correspondence import rules
from wutong.programs.correspondence.enums import LetterKind, LetterState
from wutong.programs.correspondence.models import FormalLetter
from wutong.programs.correspondence.office.addresses import (
    letter_for_url,
    letter_url,
    letters_url,
)
from wutong.programs.press.registry import Line as BriefingLine
from wutong.ui.office.registry import SearchHit, Todo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from wutong.platform.accounts.models import User

SHOWN = 4
MOST_IN_BRIEFING = 40
TOLD_WITHIN, DIED_WITHIN = timedelta(days=7), timedelta(days=30)
WRITE_WITHIN = timedelta(hours=24)
RETURNED_WITHIN = timedelta(days=60)
ONE_BY_ONE = 5
LOST = (DeliveryState.BOUNCED, DeliveryState.REFUSED)


def panel_context(person_id: int, user: User) -> dict[str, Any] | None:
    """The last letters that concern a person; None where there is nothing to see or do."""
    rows = scope(user, FormalLetter).filter(person=person_id).select_related("legal_body")
    letters = list(rows[:SHOWN])
    may_write = can(user, rules.CHANGE)
    if not letters and not may_write:
        return None
    return {"letters": letters, "may_write": may_write, "person_id": person_id}


def _moment(row: FormalLetter, hour: int) -> datetime:
    """A fixed moment of the day, another for each letter, so that paging loses none."""
    day = row.answered_on if hour > 12 else row.sent_on
    return datetime.combine(
        day or today(), time(hour, row.pk // 60 % 60, row.pk % 60), tzinfo=CAMPUS
    )


class LettersOnTimeline:
    """Letters that were sent, and that they were answered."""

    label = gettext_lazy("Formal letters")

    def events(
        self, person_id: int, viewer: User, *, before: datetime | None, limit: int
    ) -> Sequence[TimelineEvent]:
        """See ``TimelineSource.events``. A person has few: read whole."""
        if not can(viewer, rules.VIEW):
            return []
        rows = scope(viewer, FormalLetter).filter(person=person_id, sent_on__isnull=False)
        found = [_event(row, _moment(row, 11), row.title) for row in rows]
        found += [
            _event(row, _moment(row, 15), _("Answered: %(letter)s") % {"letter": row.title})
            for row in rows
            if row.answered_on
        ]
        kept = [event for event in found if before is None or event.when < before]
        return sorted(kept, key=lambda event: event.when, reverse=True)[:limit]


def _event(row: FormalLetter, moment: datetime, title: str) -> TimelineEvent:
    return TimelineEvent(
        when=moment, kind="letter.sent", title=title,
        detail=" · ".join(part for part in (row.number_text, row.get_sent_by_display()) if part),
        url=letter_url(row.pk), icon="mail", whole_day=True,
    )  # fmt: skip


def letter_lines(viewer: User, **about: int) -> list[Line]:
    """For the briefing sheet: what was written, the newest first."""
    if not can(viewer, rules.VIEW):
        return []
    rows = scope(viewer, FormalLetter).filter(sent_on__isnull=False, **about).order_by("-sent_on")
    return [
        Line(
            f"{row.title} · {row.number_text}",
            row.sent_on,
            _("answered") if row.answered_on else "",
        )
        for row in rows[:SHOWN]
    ]


def briefing_lines(since: date, until: date, user: User) -> Iterator[BriefingLine]:
    """For the work briefing: letters that left in these days, condolences only if picked."""
    if not can(user, rules.VIEW):
        return
    rows = scope(user, FormalLetter).filter(sent_on__gte=since, sent_on__lte=until)
    rows = rows.exclude(state=LetterState.VOID).filter(
        Q(person__isnull=True) | Q(person__grade__lt=Grade.SENSITIVE)
    )
    for row in rows.order_by("sent_on", "pk")[:MOST_IN_BRIEFING]:
        words = {"kind": row.get_kind_display(), "whom": row.addressee, "number": row.number_text}
        yield BriefingLine(
            key=row.ref,
            text=_("%(kind)s to %(whom)s (%(number)s).") % words,
            on=row.sent_on,
            url=letter_url(row.pk),
            careful=row.kind == LetterKind.CONDOLENCE,
            people=(row.person_id,) if row.person_id else (),
        )


def letter_todos(user: User) -> Iterator[Todo]:
    """Deaths without a letter of condolence, letters to be sealed, letters to be sent."""
    if can(user, rules.CHANGE):
        yield from _bereavements(user)
        yield from _returned(user)
    for permission, state, words in (
        (rules.SEAL, LetterState.APPROVED, _seal_words),
        (rules.CHANGE, LetterState.SEALED, _send_words),
    ):
        if not can(user, permission):
            continue
        rows = scope(user, FormalLetter).filter(state=state)
        count = rows.count()
        if count:
            yield Todo(
                title=words(count), url=f"{letters_url()}?state={state.value}", kind="letters"
            )


@dataclass(frozen=True)
class MailFate:
    """What became of the mail a letter left by."""

    words: str
    lost: bool
    reply: str
    on: date | None


def mail_fate(letter: FormalLetter) -> MailFate | None:
    """What became of the mail; None for a letter that left another way."""
    if not letter.mail_key or letter.sent_on is None:
        return None
    row = single_deliveries([letter.mail_key], since=letter.sent_on).first()
    if row is None:
        return None
    state = DeliveryState(row.state)
    moment = row.bounced_at or row.accepted_at
    return MailFate(
        words=str(state.label),
        lost=state in LOST,
        reply=row.last_reply,
        on=moment.astimezone(CAMPUS).date() if moment else None,
    )


class LetterMails:
    """The box's question about a mail: which letter it was."""

    def about(self, stream: str) -> About | None:
        """See ``SingleOwner``."""
        letter = FormalLetter.objects.filter(mail_key=stream).first()
        if letter is None:
            return None
        return About(f"{letter.number_text} {letter}", letter_url(letter.pk), letter.author_id)


def _returned(user: User) -> Iterator[Todo]:
    """Letters by e-mail that came back or were refused lately."""
    since = today() - RETURNED_WITHIN
    rows = scope(user, FormalLetter).filter(
        state=LetterState.SENT, sent_on__gte=since
    ).exclude(mail_key="")  # fmt: skip
    letters = {row.mail_key: row for row in rows.only("mail_key", "title", "addressee")}
    if not letters:
        return
    lost = single_deliveries(letters, since=since).filter(state__in=LOST)
    for key in dict.fromkeys(lost.values_list("stream", flat=True)[:ONE_BY_ONE]):
        yield Todo(
            title=_("Came back: %(letter)s") % {"letter": letters[key]},
            url=letter_url(letters[key].pk),
            kind="letters",
        )


def _seal_words(count: int) -> str:
    return ngettext(
        "%(count)s letter to number and seal", "%(count)s letters to number and seal", count
    ) % {"count": count}


def _send_words(count: int) -> str:
    return ngettext(
        "%(count)s sealed letter to send", "%(count)s sealed letters to send", count
    ) % {"count": count}


def _bereavements(user: User) -> Iterator[Todo]:
    """Who died within a month and was put on record within a week: a letter within 24 hours."""
    told = now() - TOLD_WITHIN
    deaths = PersonState.objects.filter(
        kind="life", valid_to__isnull=True, valid_from__gte=today() - DIED_WITHIN,
        recorded_at__gte=told, person__in=visible_people(user).values("pk"),
    )  # fmt: skip
    written = FormalLetter.objects.filter(kind=LetterKind.CONDOLENCE, person__isnull=False)
    rows = deaths.exclude(person__in=written.exclude(state=LetterState.VOID).values("person"))
    found = list(rows.select_related("person").order_by("recorded_at")[:ONE_BY_ONE])
    for row in found:
        yield Todo(
            title=_("Letter of condolence: %(name)s has died") % {"name": row.person.name},
            url=letter_for_url(row.person_id),
            due=row.recorded_at + WRITE_WITHIN,
            kind="letters",
        )


def find_letters(user: User, text: str, limit: int) -> list[SearchHit]:
    """By number or addressee."""
    if not text.strip():
        return []
    rows = scope(user, FormalLetter)
    found = rows.filter(number_text__icontains=text) | rows.filter(addressee__icontains=text)
    return [
        SearchHit(
            title=row.title,
            subtitle=" · ".join(part for part in (row.number_text, row.addressee) if part),
            url=letter_url(row.pk),
            icon="mail",
        )
        for row in found.order_by("-created_at")[:limit]
    ]
