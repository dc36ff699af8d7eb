"""Issues of the journal, copies that arrived, and readers: three units that are never added up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.public import Channel
from wutong.core.figures.public import (
    AccountTable,
    Batch,
    Column,
    DataSource,
    DrillDown,
    Figure,
    Reading,
    Rule,
    TableColumn,
    TableRow,
    Unit,
    batches,
    figures,
    sources,
    tables,
)
from wutong.core.people.models import Person
from wutong.core.reference.enums import Grade, SourceGrade
from wutong.platform.access.registry import scopers
from wutong.programs.journal.enums import CopyState, IssueState
from wutong.programs.journal.models import Copy, Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from wutong.core.figures.public import Period
    from wutong.platform.access.public import Scopes

SOURCE = "journal"
ISSUES, DELIVERIES = "journal.issues", "journal.deliveries"
PEOPLE, READERS, RETURNED = "journal.people", "journal.readers", "journal.returned"


def version() -> str:
    """Changes with every issue and whenever the ledger is counted."""
    found = Issue.objects.aggregate(n=Count("pk"), a=Max("tallied_at"), b=Max("updated_at"))
    return f"{found['n']}:{found['a']}:{found['b']}"


def copies_in(scopes: Scopes) -> QuerySet[Copy]:
    """Copies to people in sight; to those graded sensitive by now for the cleared only."""
    rows = Copy.objects.order_by()
    if scopes.everything and scopes.cleared:
        return rows
    if scopes.everything:
        hidden = Person.objects.filter(grade=Grade.SENSITIVE).order_by()
        return rows.exclude(person__in=hidden.values("pk"))
    people = scopers.get(Person._meta.label)(scopes, "view").order_by()
    return rows.filter(person__in=people.values("pk"))


def issue_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row an issue that was published."""
    rows = Issue.objects.filter(
        state=IssueState.PUBLISHED, published_on__range=(period.start, period.end)
    ).order_by()
    return DrillDown(
        queryset=rows.values("id", "number", "year", "number_in_year", "title_zh", "published_on"),
        keys=("id",),
        order=("-number",),
        columns=(
            Column("number", _("Number"), opens=("journal", "id"), numeric=True),
            Column("title_zh", _("Title")),
            Column("year", _("Year"), show=str),
            Column("number_in_year", _("Number in the year"), numeric=True),
            Column("published_on", _("Published")),
        ),
    )


def copy_rows(period: Period, scopes: Scopes, *, returned: bool = False) -> DrillDown:
    """One row a copy."""
    state = CopyState.RETURNED if returned else CopyState.SENT
    rows = copies_in(scopes).filter(sent_on__range=(period.start, period.end), state=state)
    return DrillDown(
        queryset=rows.values(
            "issue_id", "channel", "person_id", "sent_on", number=F("issue__number"),
            name=F("person__name"),
        ),
        keys=("issue_id", "channel", "person_id"),
        order=("-issue_id", "channel", "person_id"),
        columns=(
            Column("number", _("Issue"), opens=("journal", "issue_id"), numeric=True),
            Column("channel", _("Channel"), show=lambda value: Channel(value).label),
            Column("name", _("Name"), opens=("person", "person_id"), blank=_("Erased person")),
            Column("sent_on", _("Day")),
        ),
        counted=rows.values("issue_id"),
    )  # fmt: skip


def returned_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row a copy that came back."""
    return copy_rows(period, scopes, returned=True)


def _people(rows: QuerySet[Copy]) -> DrillDown:
    return DrillDown(
        queryset=rows.values("person_id").annotate(
            name=F("person__name"), pinyin=F("person__name_pinyin"),
            copies=Count("issue_id"), issues=Count("issue_id", distinct=True), last=Max("sent_on"),
        ),
        keys=("person_id",),
        order=("pinyin", "person_id"),
        columns=(
            Column("name", _("Name"), opens=("person", "person_id"), blank=_("Erased person")),
            Column("issues", _("Issues"), numeric=True),
            Column("copies", _("Copies"), numeric=True),
            Column("last", _("Last day")),
        ),
        counted=rows.values("person_id").distinct(),
    )  # fmt: skip


def people_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row a person who got at least one copy."""
    return _people(
        copies_in(scopes).filter(sent_on__range=(period.start, period.end), state=CopyState.SENT)
    )


def reader_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row a person who opened at least one issue."""
    return _people(copies_in(scopes).filter(opened_on__range=(period.start, period.end)))


def compute(periods: Sequence[Period], scopes: Scopes) -> dict[tuple[str, Period], Reading]:
    """Copies that arrived and came back, of all periods at once."""
    by_day = _tallied(scopes) if scopes.everything else _counted(copies_in(scopes))
    found: dict[tuple[str, Period], Reading] = {}
    for period in periods:
        inside = [both for day, both in by_day.items() if period.start <= day <= period.end]
        for place, code in enumerate((DELIVERIES, RETURNED)):
            total = sum(both[place] for both in inside)
            found[code, period] = Reading(total, {SourceGrade.A.value: total} if total else {})
    return found


def _counted(rows: QuerySet[Copy]) -> dict[date, tuple[int, int]]:
    """Copies sent and returned by day."""
    days = rows.values("sent_on").annotate(
        sent=Count("issue_id", filter=Q(state=CopyState.SENT)),
        back=Count("issue_id", filter=Q(state=CopyState.RETURNED)),
    )
    return {row["sent_on"]: (row["sent"], row["back"]) for row in days}


def _tallied(scopes: Scopes) -> dict[date, tuple[int, int]]:
    """The same of everybody, from the tallies: less those whom only the cleared see."""
    found: dict[date, tuple[int, int]] = {}
    kept = [one for one in Issue.objects.values_list("tallies", flat=True) if one]
    if any("days" not in one for one in kept):
        return _counted(copies_in(scopes))
    for tallies in kept:
        for day, (sent, back) in tallies["days"].items():
            before = found.get(date.fromisoformat(day), (0, 0))
            found[date.fromisoformat(day)] = (before[0] + sent, before[1] + back)
    if not scopes.cleared:
        hidden = Person.objects.filter(grade=Grade.SENSITIVE).order_by()
        rows = Copy.objects.order_by().filter(person__in=hidden.values("pk"))
        for one, (sent, back) in _counted(rows).items():
            found[one] = (found[one][0] - sent, found[one][1] - back)
    return found


def by_issue(period: Period, scopes: Scopes) -> Sequence[TableRow]:
    """Copies by channel and readers of every issue of the period, the oldest first."""
    rows = Issue.objects.filter(
        state=IssueState.PUBLISHED, published_on__range=(period.start, period.end)
    )
    return [
        TableRow(
            f"{issue.year} 年第 {issue.number_in_year} 期（总第 {issue.number} 期）",
            f"{issue.year} no. {issue.number_in_year} (no. {issue.number} in all)",
            tuple(_cells(issue.tallies)) if scopes.everything else (None,) * 6,
        )
        for issue in rows.order_by("number")
    ]


def _cells(tallies: dict[str, Any]) -> list[Any]:
    used = [tallies.get(one.value, {}) for one in Channel]
    return [
        tallies.get(Channel.EMAIL.value, {}).get("sent"),
        tallies.get(Channel.POST.value, {}).get("sent"),
        tallies.get(Channel.WECHAT.value, {}).get("sent"),
        sum(one.get("returned", 0) for one in used),
        tallies.get("people"),
        tallies.get("readers"),
    ]


sources.register(SOURCE, DataSource(SOURCE, _("Alumni journal"), version=version))
batches.register(DELIVERIES, Batch(DELIVERIES, SOURCE, compute))
_COMMON: dict[str, Any] = {
    "section": "alumni",
    "source": SOURCE,
    "source_grade": SourceGrade.A,
    "legal_body": "association",
}
figures.add(
    Figure(
        code=ISSUES,
        title=_("Issues of the alumni journal"),
        definition=_("Issues of the alumni journal published in the period, each number once."),
        unit=Unit.ISSUE,
        rule=Rule.OBJECTS,
        rows=issue_rows,
        **_COMMON,
    ),
    order=20,
)
figures.add(
    Figure(
        code=DELIVERIES,
        title=_("Deliveries of the alumni journal"),
        definition=_(
            "Copies of the journal sent in the period, one for each issue, channel and reader:"
            " letters that the next mail server took and that have not come back, notices that"
            " WeChat took and did not report as failed, and printed copies handed to the post and"
            " not returned. Reading on the web without a copy is not within."
        ),
        version=2,
        unit=Unit.DELIVERY,
        rule=Rule.OBJECTS,
        rows=copy_rows,
        batch=DELIVERIES,
        **_COMMON,
    ),
    order=21,
)
figures.add(
    Figure(
        code=PEOPLE,
        title=_("People who got the alumni journal"),
        definition=_(
            "Distinct people who got at least one copy in the period by any channel, each once"
            " whatever the number of issues and copies."
        ),
        unit=Unit.PERSON,
        rule=Rule.PEOPLE,
        rows=people_rows,
        **_COMMON,
    ),
    order=22,
)
figures.add(
    Figure(
        code=READERS,
        title=_("People who opened the alumni journal"),
        definition=_(
            "Distinct people who opened at least one issue in the period through the link in the"
            " letter; a link that a mail server fetched does not count, reading on paper cannot be"
            " seen."
        ),
        unit=Unit.PERSON,
        rule=Rule.PEOPLE,
        rows=reader_rows,
        **_COMMON,
    ),
    order=23,
)
figures.add(
    Figure(
        code=RETURNED,
        title=_("Copies of the journal that came back"),
        definition=_(
            "Copies sent in the period that the post or the receiving server returned or refused;"
            " they are not among the deliveries."
        ),
        unit=Unit.DELIVERY,
        rule=Rule.OBJECTS,
        rows=returned_rows,
        batch=DELIVERIES,
        **_COMMON,
    ),
    order=24,
)
tables.register(
    "journal_by_issue",
    AccountTable(
        key="journal_by_issue",
        title=_("The alumni journal by issue and channel"),
        section="alumni",
        source=SOURCE,
        row_title=_("Issue"),
        columns=(
            TableColumn(pgettext_lazy("journal", "By e-mail"), Unit.DELIVERY),
            TableColumn(pgettext_lazy("journal", "By post"), Unit.DELIVERY),
            TableColumn(pgettext_lazy("journal", "On WeChat"), Unit.DELIVERY),
            TableColumn(_("Came back"), Unit.DELIVERY),
            TableColumn(_("People who got it"), Unit.PERSON),
            TableColumn(_("People who opened it"), Unit.PERSON),
        ),
        compute=by_issue,
        note=_("Copies of an issue are counted with it, whenever they were sent."),
    ),
    order=55,
)
