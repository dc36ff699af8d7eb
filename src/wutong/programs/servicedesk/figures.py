"""Cases opened and settled, in time, and how they were found; a table of them by kind."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from wutong.core.figures.public import (
    AccountTable,
    Column,
    DataSource,
    DerivedFigure,
    DrillDown,
    Figure,
    Rule,
    TableColumn,
    TableRow,
    Unit,
    figures,
    sources,
    tables,
)
from wutong.core.reference.enums import Population, SourceGrade
from wutong.kernel.clock import CAMPUS
from wutong.platform.access.registry import scopers
from wutong.programs.servicedesk.enums import SATISFIED, CaseState
from wutong.programs.servicedesk.models import Case, CaseKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from wutong.core.figures.public import Period
    from wutong.platform.access.public import Scopes

SOURCE = "servicedesk"
OPENED, SETTLED, IN_TIME = "cases.opened", "cases.settled", "cases.in_time"
RATED, CONTENT = "cases.rated", "cases.content"
WHO = tuple(Population)
DAY = timedelta(days=1)


def _within(period: Period, name: str) -> Q:
    start = datetime.combine(period.start, time.min, tzinfo=CAMPUS)
    end = datetime.combine(period.end + DAY, time.min, tzinfo=CAMPUS)
    return Q(**{f"{name}__gte": start, f"{name}__lt": end})


def cases_in(scopes: Scopes) -> QuerySet[Case]:
    """Cases in sight; repeats count with the case they were joined to."""
    rows: QuerySet[Case] = scopers.get(Case._meta.label)(scopes, "view").order_by()
    return rows.exclude(state=CaseState.JOINED)


def case_rows(period: Period, scopes: Scopes, *, by: str, only: Q | None = None) -> DrillDown:
    """One row a case whose moment ``by`` lies within ``period``."""
    rows = cases_in(scopes).filter(_within(period, by))
    if only is not None:
        rows = rows.filter(only)
    return DrillDown(
        queryset=rows.values(
            "id", "number", "subject", "person_id", "rating", "due_on", name=F("person__name"),
            about=F("kind__name_zh"), opened=TruncDate("opened_at", tzinfo=CAMPUS),
            settled=TruncDate("settled_at", tzinfo=CAMPUS),
        ),
        keys=("id",),
        order=("-opened", "-id"),
        columns=(
            Column("number", _("Number")),
            Column("subject", _("Matter")),
            Column("about", _("Kind")),
            Column("name", _("Name"), opens=("person", "person_id"), blank=_("Not on record")),
            Column("opened", _("Opened")),
            Column("due_on", _("Due")),
            Column("settled", _("Settled")),
            Column("rating", _("Rating"), numeric=True),
        ),
    )  # fmt: skip


def _add(
    code: str,
    title: _StrPromise,
    definition: _StrPromise,
    order: int,
    within: str = "",
    **what: Any,
) -> None:
    figures.add(
        Figure(
            code=code, title=title, definition=definition, unit=Unit.CASE, rule=Rule.OBJECTS,
            section="alumni", source=SOURCE, rows=partial(case_rows, **what),
            source_grade=SourceGrade.A, populations=WHO, within=within,
        ),
        order=order,
    )  # fmt: skip


sources.register(SOURCE, DataSource(SOURCE, _("Service desk")))
_add(
    OPENED,
    _("Cases opened"),
    _(
        "Cases of the service desk opened in the period, whatever way they came; repeats count once."
    ),
    80,
    by="opened_at",
)
_add(
    SETTLED,
    _("Cases settled"),
    _("Cases answered or closed in the period and not open again; repeats count once."),
    81,
    by="settled_at",
)
_add(
    IN_TIME,
    _("Cases settled in time"),
    _("Of the cases settled in the period those settled on or before the day they were due."),
    82,
    within=SETTLED,
    by="settled_at",
    only=Q(settled_at__date__lte=F("due_on")),
)
_add(
    RATED,
    _("Cases rated"),
    _("Cases that alumni rated in the period by the link in the answer."),
    83,
    by="rated_at",
)
_add(
    CONTENT,
    _("Cases rated 4 or 5"),
    _("Of the cases rated in the period those rated good or very good."),
    84,
    within=RATED,
    by="rated_at",
    only=Q(rating__gte=SATISFIED),
)
for _code, _title, _definition, _of, _order in (
    (
        "cases.in_time_share", _("Share of cases settled in time"),
        _("Cases settled in time, of the cases settled in the period."), (IN_TIME, SETTLED), 85,
    ),
    (
        "cases.content_share", _("Share of ratings that are good"),
        _("Cases rated 4 or 5, of the cases rated in the period."), (CONTENT, RATED), 86,
    ),
):  # fmt: skip
    figures.add(
        DerivedFigure(
            code=_code, title=_title, definition=_definition, rule=Rule.RATIO, section="alumni",
            of=_of, populations=WHO,
        ),
        order=_order,
    )  # fmt: skip


def by_kind(period: Period, scopes: Scopes) -> Sequence[TableRow]:
    """Opened, settled, median days to settle, mean rating: a row a kind that had any."""
    rows = cases_in(scopes)
    opened = _per_kind(rows.filter(_within(period, "opened_at")))
    settled = _per_kind(rows.filter(_within(period, "settled_at")))
    rated = _per_kind(rows.filter(_within(period, "rated_at")))
    found = []
    for kind in CaseKind.objects.all():
        done = [
            (row[2] - row[1]).total_seconds() / DAY.total_seconds()
            for row in settled.get(kind.pk, ())
        ]
        stars = [row[3] for row in rated.get(kind.pk, ())]
        if kind.pk not in opened and not done and not stars:
            continue
        found.append(
            TableRow(
                kind.name_zh,
                kind.name_en,
                (
                    len(opened.get(kind.pk, ())),
                    len(done),
                    round(median(done), 1) if done else None,
                    round(sum(stars) / len(stars), 1) if stars else None,
                ),
            )
        )
    return found


def _per_kind(rows: QuerySet[Case]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows.values_list("kind_id", "opened_at", "settled_at", "rating"):
        found.setdefault(row[0], []).append(row)
    return found


tables.register(
    "cases_by_kind",
    AccountTable(
        key="cases_by_kind",
        title=_("The service desk by kind of case"),
        section="alumni",
        source=SOURCE,
        row_title=_("Kind of case"),
        columns=(
            TableColumn(_("Opened"), Unit.CASE),
            TableColumn(_("Settled"), Unit.CASE),
            TableColumn(_("Median days")),
            TableColumn(_("Mean rating")),
        ),
        compute=by_kind,
        note=_("Days from opening to settling, weekends included; ratings from 1 to 5."),
    ),
    order=60,
)
