"""Engagement by the four CASE modes, from the ledger."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, F, Max, Min, Sum
from django.utils.translation import gettext_lazy as _

from wutong.core.engagement.enums import AEM_MODES, CaseMode, SubjectKind
from wutong.core.engagement.models import Act
from wutong.core.engagement.public import aem_acts, kinds
from wutong.core.figures.drilldown import Column, DrillDown
from wutong.core.figures.enums import Rule, Unit
from wutong.core.figures.registry import (
    Batch,
    DataSource,
    DerivedFigure,
    Figure,
    Reading,
    Reason,
    batches,
    figures,
    sources,
)

from .windows import queryset_sql, windows_sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from wutong.core.figures.periods import Period
    from wutong.platform.access.public import Scopes

SOURCE = "engagement"
OVERALL = "engagement.engaged"
ACTS = "engagement.acts"
NAMED = (SubjectKind.PERSON, SubjectKind.ERASED)
ERASED_LABEL = _("Erased person")


def kind_label(code: str) -> str:
    """What a kind of act is called; its code when the room that knew it is gone."""
    kind = kinds.find(code)
    return str(kind.label) if kind else code


def _mode_code(mode: CaseMode) -> str:
    return f"engagement.{mode.value}"


def people_rows(period: Period, scopes: Scopes, *, mode: CaseMode | None) -> DrillDown:
    """One row a person (an erased person keeps a row without a name)."""
    acts = aem_acts(scopes, period.start, period.end).filter(subject_kind__in=NAMED)
    if mode is not None:
        acts = acts.filter(case_mode=mode)
    rows = acts.values("person_id", "participant_key").annotate(
        name=F("person__name"),
        pinyin=F("person__name_pinyin"),
        acts=Count("id"),
        first_day=Min("occurred_on"),
        last_day=Max("occurred_on"),
        best_grade=Min("source_grade"),
    )
    return DrillDown(
        queryset=rows,
        keys=("person_id", "participant_key"),
        order=("pinyin", "person_id", "participant_key"),
        columns=(
            Column("name", _("Name"), opens=("person", "person_id"), blank=ERASED_LABEL),
            Column("acts", _("Acts"), numeric=True),
            Column("first_day", _("First day")),
            Column("last_day", _("Last day")),
            Column("best_grade", _("Source grade")),
        ),
    )


def act_rows(period: Period, scopes: Scopes) -> DrillDown:
    """One row an act; a count without names is one row with its quantity."""
    rows = aem_acts(scopes, period.start, period.end).values(
        "id",
        "occurred_on",
        "kind",
        "case_mode",
        "quantity",
        "person_id",
        "subject_kind",
        "source_ref",
        "source_grade",
        name=F("person__name"),
    )
    return DrillDown(
        queryset=rows,
        keys=("id",),
        weight="quantity",
        order=("-occurred_on", "id"),
        columns=(
            Column("occurred_on", _("Day")),
            Column("name", _("Name"), opens=("person", "person_id"), blank=_("No name")),
            Column("kind", _("Kind of act"), show=kind_label),
            Column("case_mode", _("CASE mode"), show=lambda value: CaseMode(value).label),
            Column("quantity", _("Quantity"), numeric=True),
            Column("source_ref", _("Source object"), opens=("", "source_ref")),
            Column("source_grade", _("Source grade")),
        ),
    )


_BATCH_SQL = """
SELECT i, named, grade, {modes}, count(*), sum(a)::bigint, sum(b)::bigint, sum(c)::bigint,
       sum(d)::bigint
FROM (
    SELECT w.i, a.subject_kind IN ('person', 'erased') AS named,
           min(a.source_grade) AS grade,
           {best},
           sum(a.quantity) FILTER (WHERE a.source_grade = 'A') AS a,
           sum(a.quantity) FILTER (WHERE a.source_grade = 'B') AS b,
           sum(a.quantity) FILTER (WHERE a.source_grade = 'C') AS c,
           sum(a.quantity) FILTER (WHERE a.source_grade = 'D') AS d
    FROM {acts} AS a
    JOIN {windows} ON a.occurred_on BETWEEN w.first AND w.last
    GROUP BY w.i, a.person_id, a.participant_key, named
) AS mine
GROUP BY i, named, grade, {modes}
"""
_MODE_COLUMNS = tuple(mode.value for mode in AEM_MODES)
_BEST = ", ".join(
    f"min(a.source_grade) FILTER (WHERE a.case_mode = '{mode}') AS {mode}" for mode in _MODE_COLUMNS
)


def compute(periods: Sequence[Period], scopes: Scopes) -> dict[tuple[str, Period], Reading]:
    """All engagement figures of all periods in one pass over the ledger.

    People alike in the best grade of each mode are counted together: some dozens of rows come
    back, and nobody is hashed twice.
    """
    start, end = min(p.start for p in periods), max(p.end for p in periods)
    acts, act_params = queryset_sql(
        aem_acts(scopes, start, end).values(
            "occurred_on",
            "case_mode",
            "person_id",
            "participant_key",
            "subject_kind",
            "source_grade",
            "quantity",
        )
    )
    windows, window_params = windows_sql(periods)
    sql = _BATCH_SQL.format(acts=acts, windows=windows, modes=", ".join(_MODE_COLUMNS), best=_BEST)
    codes = [OVERALL, *(_mode_code(mode) for mode in AEM_MODES)]
    found: dict[tuple[str, Period], Counter[str]] = {
        (code, period): Counter() for code in (*codes, ACTS) for period in periods
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, [*act_params, *window_params])
        for index, named, *rest in cursor.fetchall():
            period = periods[index]
            grades, people, sums = rest[: len(codes)], rest[len(codes)], rest[len(codes) + 1 :]
            for code, grade in zip(codes, grades, strict=True):
                if named and grade:
                    found[code, period][grade] += people
            for grade, total in zip("ABCD", sums, strict=True):
                if total is not None:
                    found[ACTS, period][grade] += total
    return {key: Reading(grades.total(), dict(grades)) for key, grades in found.items()}


def changes_since(period: Period, moment: datetime) -> list[Reason]:
    """What was written into the ledger about ``period`` after ``moment``."""
    acts = Act.objects.filter(occurred_on__gte=period.start, occurred_on__lte=period.end)
    added = acts.filter(recorded_at__gt=moment, reverses__isnull=True, voided_at__isnull=True)
    taken = acts.filter(voided_at__gt=moment, reverses__isnull=True, recorded_at__lte=moment)
    reasons = []
    if new := added.aggregate(total=Sum("quantity"))["total"]:
        reasons.append(Reason(_("acts of the period were entered later"), new))
    if gone := taken.aggregate(total=Sum("quantity"))["total"]:
        reasons.append(Reason(_("acts of the period were taken back later"), gone))
    return reasons


_MODES = (
    (
        CaseMode.PHILANTHROPIC,
        _("Philanthropic engagement"),
        _("Distinct alumni who gave in the period, whatever the amount; once a person."),
    ),
    (
        CaseMode.VOLUNTEER,
        _("Volunteer engagement"),
        _(
            "Distinct alumni who served in a role the university recognises (mentor, ambassador,"
            " judge, speaker, liaison, admissions outreach) and did something in it; once a person."
        ),
    ),
    (
        CaseMode.EXPERIENTIAL,
        _("Experiential engagement"),
        _(
            "Distinct alumni who attended, on campus, elsewhere or online; being signed up is not"
            " attending; once a person."
        ),
    ),
    (
        CaseMode.COMMUNICATION,
        _("Communication engagement"),
        _(
            "Distinct alumni who answered, clicked, took a survey or updated their details;"
            " messages sent to them and opened e-mails do not count; once a person."
        ),
    ),
)

sources.register(SOURCE, DataSource(SOURCE, _("Engagement ledger"), changes_since=changes_since))
batches.register(SOURCE, Batch(SOURCE, SOURCE, compute))
_COMMON: dict[str, Any] = {"section": "engagement", "source": SOURCE, "batch": SOURCE}
figures.add(
    Figure(
        code=OVERALL,
        title=_("Engaged alumni"),
        definition=_(
            "Distinct alumni with at least one act in the period that counts under the CASE"
            " Alumni Engagement Metrics, in any of the four modes; each person counts once."
            " What was sent to them is no act, and opening an e-mail does not count."
        ),
        unit=Unit.PERSON,
        rule=Rule.PEOPLE,
        rows=partial(people_rows, mode=None),
        includes=tuple(_mode_code(mode) for mode in AEM_MODES),
        **_COMMON,
    ),
    order=10,
)
for place, (mode, title, definition) in enumerate(_MODES):
    figures.add(
        Figure(
            code=_mode_code(mode),
            title=title,
            definition=definition,
            unit=Unit.PERSON,
            rule=Rule.PEOPLE,
            rows=partial(people_rows, mode=mode),
            within=OVERALL,
            **_COMMON,
        ),
        order=20 + place,
    )
figures.add(
    Figure(
        code=ACTS,
        title=_("Acts of alumni"),
        definition=_(
            "Acts of alumni in the period in the four modes; somebody who came three times"
            " counts three times. Counts reported without names are included with their"
            " quantity and carry their own source grade."
        ),
        unit=Unit.PARTICIPATION,
        rule=Rule.ACTS,
        rows=act_rows,
        **_COMMON,
    ),
    order=40,
)
figures.add(
    DerivedFigure(
        code="engagement.rate",
        title=_("Engagement rate"),
        definition=_(
            "Engaged alumni as a share of living, contactable alumni at the end of the period."
            " Who was engaged and later died or was lost stays in the numerator."
        ),
        rule=Rule.RATIO,
        section="engagement",
        of=(OVERALL, "people.contactable"),
    ),
    order=50,
)
figures.add(
    DerivedFigure(
        code="engagement.growth",
        title=_("Growth of engaged alumni"),
        definition=_(
            "Engaged alumni of the period over those of the period it is compared with, both"
            " counted by the same rule."
        ),
        rule=Rule.GROWTH,
        section="engagement",
        of=(OVERALL,),
    ),
    order=60,
)
