"""The account by college: everybody under the college that theirs became."""

from __future__ import annotations

from collections import defaultdict
from operator import add
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from wutong.core.engagement.public import aem_acts
from wutong.core.figures.engine import percent
from wutong.core.figures.enums import Unit
from wutong.core.figures.registry import (
    AccountChart,
    AccountTable,
    TableColumn,
    TableRow,
    charts,
    tables,
)
from wutong.core.reference.enums import UnitKind
from wutong.core.reference.models import AcademicUnit
from wutong.core.reference.public import unit_with_ancestors

from .engagement import NAMED, OVERALL, SOURCE
from .people import CONTACTABLE, ON_RECORD, masks_sql, people_in
from .windows import queryset_sql, with_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wutong.core.figures.periods import Period
    from wutong.platform.access.public import Scopes

TABLE = "engagement.by_college"
WORD = 62  # bits of a bigint that are used: never its sign


def colleges_in(scopes: Scopes) -> list[AcademicUnit]:
    """Today's colleges within sight."""
    colleges = AcademicUnit.objects.filter(kind=UnitKind.COLLEGE, valid_to__isnull=True)
    if not scopes.everything:
        colleges = colleges.filter(code__in=scopes.colleges)
    return list(colleges.order_by("code"))


def compute(period: Period, scopes: Scopes) -> list[TableRow]:
    """People on record and contactable at the period's end, and engaged within it, by college."""
    colleges = colleges_in(scopes)
    if not colleges:
        return []
    counted = _counts(colleges, period, scopes)
    rows = []
    for college, (known, reachable, engaged) in zip(colleges, counted, strict=True):
        rate = float(percent(engaged, reachable)) if reachable else None
        rows.append(
            TableRow(
                college.name_zh,
                college.name_en or college.name_zh,
                (known, reachable, engaged, rate),
                college.code,
            )
        )
    return rows


def _counts(
    colleges: Sequence[AcademicUnit], period: Period, scopes: Scopes
) -> list[tuple[int, int, int]]:
    """On record, contactable and engaged for each college, in one statement.

    A unit carries one bit for each college it became a part of. People who have studied in the
    same colleges are counted together, and nobody is told apart college by college. The bits are
    whole numbers of ``WORD`` bits: bit strings cannot be hashed, and would have to be sorted.
    """
    words = range(-(-len(colleges) // WORD))
    bits: defaultdict[int, list[int]] = defaultdict(lambda: [0 for _word in words])
    for place, college in enumerate(colleges):
        for unit_id in unit_with_ancestors(college.pk):
            bits[unit_id][place // WORD] |= 1 << place % WORD
    masks, parameters = masks_sql([period.end])
    people, people_params = queryset_sql(people_in(scopes).values("pk"))
    acts, act_params = queryset_sql(
        aem_acts(scopes, period.start, period.end)
        .filter(subject_kind__in=NAMED)
        .values("person_id")
    )
    names = ", ".join(f"w{word}" for word in words)
    ors = ", ".join(f"bit_or(u.w{word}) AS w{word}" for word in words)
    arrays = ", ".join(f"%(bits_{word})s::bigint[]" for word in words)
    sql = f"""
        WITH active AS (SELECT DISTINCT person_id FROM {acts} AS acts),
             studied AS (
                SELECT d.person_id, {ors}
                FROM people_degree AS d
                JOIN unnest(%(units)s::bigint[], {arrays})
                     AS u(unit, {names}) ON u.unit = d.unit_id
                GROUP BY d.person_id)
        SELECT count(*) FILTER (WHERE m > 0),
               count(*) FILTER (WHERE m > 0 AND d = 0 AND c > 0),
               count(active.person_id),
               {names}
        FROM studied
        LEFT JOIN ({masks}) AS masks USING (person_id)
        LEFT JOIN active USING (person_id)
        WHERE studied.person_id IN {people}
        GROUP BY {names}
    """  # noqa: S608 -- names of columns only
    named: dict[str, Any] = parameters | {"units": list(bits)}
    named |= {f"bits_{word}": [marks[word] for marks in bits.values()] for word in words}
    with connection.cursor() as cursor:
        cursor.execute(*with_places(sql, named, (*act_params, *people_params)))
        found = cursor.fetchall()
    sums = [[0, 0, 0] for _college in colleges]
    for known, reachable, engaged, *marks in found:
        for place, mine in enumerate(sums):
            if marks[place // WORD] >> place % WORD & 1:
                mine[:] = map(add, mine, (known, reachable, engaged))
    return [(known, reachable, engaged) for known, reachable, engaged in sums]


tables.register(
    TABLE,
    AccountTable(
        key=TABLE,
        title=_("By college"),
        section="engagement",
        source=SOURCE,
        row_title=_("College"),
        columns=(
            TableColumn(_("On record"), Unit.PERSON, ON_RECORD),
            TableColumn(_("Contactable"), Unit.PERSON, CONTACTABLE),
            TableColumn(_("Engaged"), Unit.PERSON, OVERALL),
            TableColumn(_("Engagement rate"), Unit.PERCENT),
        ),
        compute=compute,
        note=_(
            "Everybody stands under the college that theirs became. Who studied in two colleges"
            " counts in both, so the column adds up to more than the whole."
        ),
    ),
)
charts.register(
    "people.states",
    AccountChart(
        "people.states",
        _("Contactable and lost alumni"),
        "people",
        "trend",
        figures=(CONTACTABLE, "people.lost"),
    ),
    order=10,
)
charts.register(
    "engagement.modes",
    AccountChart(
        "engagement.modes",
        _("Engaged alumni by mode"),
        "engagement",
        "trend",
        figures=(
            "engagement.philanthropic",
            "engagement.volunteer",
            "engagement.experiential",
            "engagement.communication",
        ),
    ),
    order=20,
)
charts.register(
    "engagement.colleges",
    AccountChart(
        "engagement.colleges",
        _("Engagement rate by college"),
        "engagement",
        "bars",
        table=TABLE,
        column=3,
    ),
    order=30,
)
