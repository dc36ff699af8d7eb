"""Testimonials collected and published, and their writers: entries and people are never added."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Min, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.figures.public import (
    Batch,
    Column,
    DataSource,
    DrillDown,
    Figure,
    Reading,
    Rule,
    Unit,
    batches,
    figures,
    sources,
)
from wutong.core.reference.enums import SourceGrade
from wutong.engines.calls.enums import COLLECTED, EntryState
from wutong.engines.calls.models import Entry
from wutong.platform.access.registry import scopers
from wutong.programs.voices.names import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from wutong.core.figures.public import Period
    from wutong.platform.access.public import Scopes

SOURCE = "voices"
PUBLISHED, COLLECTED_CODE, WRITERS = "voices.published", "voices.collected", "voices.writers"


def version() -> str:
    """Changes with every step of an entry."""
    found = Entry.objects.filter(call__program=PROGRAM).aggregate(n=Count("pk"), v=Sum("version"))
    return f"{found['n']}:{found['v']}"


def entries_in(scopes: Scopes) -> QuerySet[Entry]:
    """Entries in sight that came in, of this programme's calls."""
    rows: QuerySet[Entry] = scopers.get(Entry._meta.label)(scopes, "view")
    return rows.filter(call__program=PROGRAM).order_by()


def _published(period: Period) -> Q:
    return Q(state=EntryState.PUBLISHED, published_on__range=(period.start, period.end))


def _collected(period: Period) -> Q:
    return Q(state__in=COLLECTED, received_on__range=(period.start, period.end))


def entry_rows(period: Period, scopes: Scopes, *, published: bool) -> DrillDown:
    """One row an entry."""
    which = _published(period) if published else _collected(period)
    rows = entries_in(scopes).filter(which)
    return DrillDown(
        queryset=rows.values(
            "id", "shown_as", "class_year", "state", "received_on", "published_on", "person_id",
            title=F("call__title_zh"), college_name=F("college__name_zh"), writer=F("person__name"),
        ),
        keys=("id",),
        order=("received_on", "id"),
        columns=(
            Column("shown_as", _("Name shown"), opens=("entry", "id")),
            Column("writer", _("Name"), opens=("person", "person_id"), blank=pgettext_lazy("testimonials", "Not on record")),
            Column("college_name", _("College")),
            Column("class_year", _("Class of"), show=str),
            Column("title", _("Call")),
            Column("state", _("State"), show=lambda value: EntryState(value).label),
            Column("received_on", _("Received")),
            Column("published_on", _("Published")),
        ),
        counted=rows.values("id"),
    )  # fmt: skip


def writer_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row a person on record of whom something was published."""
    rows = entries_in(scopes).filter(_published(period), person__isnull=False)
    return DrillDown(
        queryset=rows.values("person_id").annotate(
            name=F("person__name"), pinyin=F("person__name_pinyin"), entries=Count("pk"),
            first=Min("published_on"), last=Max("published_on"),
        ),
        keys=("person_id",),
        order=("pinyin", "person_id"),
        columns=(
            Column("name", _("Name"), opens=("person", "person_id")),
            Column("entries", _("Entries"), numeric=True),
            Column("first", _("First day")),
            Column("last", _("Last day")),
        ),
        counted=rows.values("person_id").distinct(),
    )  # fmt: skip


def compute(periods: Sequence[Period], scopes: Scopes) -> dict[tuple[str, Period], Reading]:
    """All three of all periods in one statement."""
    wanted: dict[str, Any] = {}
    for at, period in enumerate(periods):
        wanted[f"a{at}"] = Count("pk", filter=_published(period))
        wanted[f"b{at}"] = Count("pk", filter=_collected(period))
        wanted[f"c{at}"] = Count("person", filter=_published(period), distinct=True)
    found = entries_in(scopes).aggregate(**wanted)
    grade = SourceGrade.A.value
    return {
        (code, period): Reading(total, {grade: total} if total else {})
        for at, period in enumerate(periods)
        for letter, code in (("a", PUBLISHED), ("b", COLLECTED_CODE), ("c", WRITERS))
        for total in (found[f"{letter}{at}"],)
    }


sources.register(SOURCE, DataSource(SOURCE, _("Calls for testimonials"), version=version))
batches.register(SOURCE, Batch(SOURCE, SOURCE, compute))
_COMMON: dict[str, Any] = {
    "section": "alumni",
    "source": SOURCE,
    "batch": SOURCE,
    "source_grade": SourceGrade.A,
}
figures.add(
    Figure(
        code=PUBLISHED,
        title=_("Testimonials of alumni published"),
        definition=_(
            "Texts that alumni wrote for our calls and that were published in the period with the"
            " writer's consent, after somebody else than the writer had read them; each text once."
            " What was withdrawn or taken down since does not count."
        ),
        unit=Unit.ENTRY,
        rule=Rule.OBJECTS,
        rows=partial(entry_rows, published=True),
        **_COMMON,
    ),
    order=31,
)
figures.add(
    Figure(
        code=COLLECTED_CODE,
        title=_("Testimonials of alumni collected"),
        definition=_(
            "Texts that came in for our calls in the period, from alumni on record or from writers"
            " who proved a contact by a code, whatever became of them; each text once."
        ),
        unit=Unit.ENTRY,
        rule=Rule.OBJECTS,
        rows=partial(entry_rows, published=False),
        **_COMMON,
    ),
    order=30,
)
figures.add(
    Figure(
        code=WRITERS,
        title=_("Alumni whose testimonials were published"),
        definition=_(
            "Distinct alumni on record of whom at least one testimonial was published in the"
            " period and still stands; each person once, however many texts."
        ),
        unit=Unit.PERSON,
        rule=Rule.PEOPLE,
        rows=writer_rows,
        **_COMMON,
    ),
    order=32,
)
