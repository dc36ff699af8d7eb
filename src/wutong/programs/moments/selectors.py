"""Reading the calendar: a month with what falls into it, what a day will bring, what became of it."""

from __future__ import annotations

import calendar
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.engines.outreach.enums import CampaignState
from wutong.kernel import clock
from wutong.platform.access.public import can, scope
from wutong.platform.outbox.models import Stream
from wutong.programs.moments.almanac import festival_day, lunar_words
from wutong.programs.moments.dates import (
    days_between,
    is_personal,
    is_solemn_plan,
    next_days,
    silences,
)
from wutong.programs.moments.enums import Festival, OccurrenceState, Standing
from wutong.programs.moments.models import Moment, Occurrence, Skip
from wutong.programs.moments.office.addresses import moment_url
from wutong.programs.moments.services.counting import about_by_day
from wutong.ui.office.registry import Todo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wutong.platform.accounts.models import User

STANDING_TONES = {
    Standing.DRAFT: "autumn",
    Standing.WAITING: "autumn",
    Standing.APPROVED: "leaf",
    Standing.ENDING: "autumn",
    Standing.EXPIRED: "seal",
    Standing.PAUSED: "slate",
}
OCCURRENCE_TONES = {
    OccurrenceState.MADE: "leaf",
    OccurrenceState.NOBODY: "",
    OccurrenceState.SKIPPED: "slate",
    OccurrenceState.SILENT: "slate",
    OccurrenceState.HELD: "seal",
    OccurrenceState.FAILED: "seal",
    OccurrenceState.MISSED: "seal",
}


@dataclass(frozen=True)
class Entry:
    """One plan on one day: what the calendar says of it, in a word and a tone."""

    moment: Moment
    on: date
    about: int | None
    word: str
    tone: str
    url: str


@dataclass
class Day:
    """A day of the grid."""

    on: date
    inside: bool
    today: bool
    lunar: str = ""
    festivals: list[str] = field(default_factory=list)
    silence: str = ""
    entries: list[Entry] = field(default_factory=list)


def silence_words(why: str) -> str:
    """Why nothing cheerful leaves that day."""
    known = {
        "qingming": _("Qingming: nothing cheerful leaves"),
        "memorial": _("National Memorial Day: nothing cheerful leaves"),
        "ghost": _("Ghost Festival: nothing cheerful leaves"),
        "declared": _("day of silence"),
    }
    return known.get(why, why)


def month_grid(user: User, first: date) -> list[Day]:
    """The weeks of a month, Monday first, with every plan the user may see."""
    days = list(calendar.Calendar().itermonthdates(first.year, first.month))
    start, end = days[0], days[-1]
    quiet = silences(start, end)
    feasts: dict[date, list[str]] = defaultdict(list)
    for year in {start.year, end.year}:
        for feast in Festival:
            feasts[festival_day(feast, year)].append(str(feast.label))
    entries = entries_between(user, start, end)
    return [
        Day(
            on=day,
            inside=day.month == first.month,
            today=day == clock.today(),
            lunar=lunar_words(day),
            festivals=feasts.get(day, []),
            silence=silence_words(quiet[day]) if day in quiet else "",
            entries=entries.get(day, []),
        )
        for day in days
    ]


def entries_between(user: User, first: date, last: date) -> dict[date, list[Entry]]:
    """Every plan on each of its days of a window."""
    plans = list(scope(user, Moment).select_related("segment", "author", "legal_body"))
    kept = {
        (row.moment_id, row.on): row
        for row in Occurrence.objects.filter(
            moment__in=plans, on__range=(first, last)
        ).select_related("campaign")
    }
    skips = set(
        Skip.objects.filter(moment__in=plans, on__range=(first, last)).values_list(
            "moment_id", "on"
        )
    )
    quiet = silences(first, last)
    found: dict[date, list[Entry]] = defaultdict(list)
    for moment in plans:
        numbers = about_by_day(moment, first, last) if is_personal(moment) else {}
        for day in days_between(moment, first, last):
            row = kept.get((moment.pk, day))
            made = row is not None and row.campaign is not None
            if is_personal(moment) and not made and (day not in numbers or day < clock.today()):
                continue
            about = _reached(row) if row and row.campaign else numbers.get(day, moment.about)
            skipped = (moment.pk, day) in skips
            silent = day in quiet and not is_solemn_plan(moment)
            word, tone = _word(moment, day, row, skipped=skipped, silent=silent)
            found[day].append(Entry(moment, day, about, word, tone, _where(moment, row)))
    return found


def _where(moment: Moment, row: Occurrence | None) -> str:
    if row is not None and row.campaign_id is not None:
        return reverse("office:campaigns-detail", args=[row.campaign_id])
    return moment_url(moment.pk)


def _reached(row: Occurrence) -> int | None:
    counts = row.campaign.counts if row.campaign else None
    return counts.get("", 0) if counts else None


def _word(
    moment: Moment, day: date, row: Occurrence | None, *, skipped: bool, silent: bool
) -> tuple[str, str]:
    """What is to be said of a day, and its tone: first what was made, then what hinders."""
    if row is not None and row.campaign is not None:
        sent = row.campaign.state == CampaignState.FINISHED
        return str(row.campaign.get_state_display()), "leaf" if sent else "slate"
    if row is not None and not skipped:
        state = OccurrenceState(row.state)
        return str(state.label), OCCURRENCE_TONES[state]
    after = _("kept the day after") if is_personal(moment) else str(OccurrenceState.SILENT.label)
    ended = moment.approved_until is not None and day > moment.approved_until
    said: tuple[tuple[bool, str, str], ...] = (
        (skipped, str(OccurrenceState.SKIPPED.label), "slate"),
        (day < clock.today(), _("not sent"), ""),
        (moment.paused, str(Standing.PAUSED.label), "slate"),
        (silent, after, "slate"),
        (moment.approved_on(day), str(Standing.APPROVED.label), "leaf"),
        (moment.waiting, str(Standing.WAITING.label), "autumn"),
        (ended, _("approval has run out by then"), "autumn"),
    )
    for applies, word, tone in said:
        if applies:
            return word, tone
    return str(Standing.DRAFT.label), "autumn"


def year_overview(user: User, year: int) -> list[tuple[date, int]]:
    """Each month with how many dated plans fall into it."""
    counted: dict[int, int] = defaultdict(int)
    for moment in scope(user, Moment):
        if is_personal(moment):
            continue
        for day in days_between(moment, date(year, 1, 1), date(year, 12, 31)):
            counted[day.month] += 1
    return [(date(year, month, 1), counted[month]) for month in range(1, 13)]


@dataclass(frozen=True)
class Coming:
    """A day to come of one plan."""

    on: date
    lunar: str
    skipped: bool
    reason: str
    word: str
    tone: str


def coming_days(moment: Moment, number: int = 4) -> list[Coming]:
    """The next days of a dated plan, or of people's own days those left out."""
    today = clock.today()
    skips = {row.on: row for row in moment.skips.filter(on__gte=today)}
    days = next_days(moment, today, number) if not is_personal(moment) else sorted(skips)
    quiet = silences(days[0], days[-1]) if days else {}
    rows = {
        row.on: row for row in moment.occurrences.filter(on__in=days).select_related("campaign")
    }
    found = []
    for day in days:
        silent = day in quiet and not is_solemn_plan(moment)
        word, tone = _word(moment, day, rows.get(day), skipped=day in skips, silent=silent)
        reason = skips[day].reason if day in skips else ""
        found.append(Coming(day, lunar_words(day), day in skips, reason, word, tone))
    return found


@dataclass(frozen=True)
class Kept:
    """What became of a moment on one day."""

    row: Occurrence
    gets: int | None
    left_out: int
    delivered: int | None
    tone: str


def with_results(rows: Sequence[Occurrence]) -> list[Kept]:
    """Each with its numbers: one more statement, however many there are."""
    keys = [row.campaign.ref for row in rows if row.campaign]
    streams = Stream.objects.in_bulk(keys)
    found = []
    for row in rows:
        counts = (row.campaign.counts or {}) if row.campaign else {}
        stream = streams.get(row.campaign.ref) if row.campaign else None
        found.append(
            Kept(
                row=row,
                gets=counts.get("") if row.campaign else None,
                left_out=sum(number for reason, number in counts.items() if reason),
                delivered=stream.accepted if stream else None,
                tone=OCCURRENCE_TONES[OccurrenceState(row.state)],
            )
        )
    return found


def history_of(moment: Moment, number: int = 12) -> list[Kept]:
    """The last days on which there was something to say."""
    rows = moment.occurrences.exclude(state=OccurrenceState.NOBODY).select_related("campaign")
    return with_results(list(rows.order_by("-on")[:number]))


def todos_of(user: User) -> Iterator[Todo]:
    """Approvals that run out or are missing, and what failed in the last days."""
    if not can(user, "moments.change"):
        return
    today = clock.today()
    for moment in scope(user, Moment).filter(paused=False, waiting=False):
        if moment.standing in {Standing.ENDING, Standing.EXPIRED}:
            said = _("Hand in for another year: %(moment)s") % {"moment": moment.title}
            yield Todo(said, moment_url(moment.pk), moment.approved_until, "moments")
    trouble = (OccurrenceState.FAILED, OccurrenceState.MISSED, OccurrenceState.HELD)
    rows = scope(user, Occurrence).filter(state__in=trouble, on__gte=today - timedelta(days=3))
    for row in rows.select_related("moment"):
        said = _("%(moment)s: %(state)s") % {
            "moment": row.moment.title, "state": row.get_state_display(),
        }  # fmt: skip
        yield Todo(said, moment_url(row.moment_id), row.on, "moments")
