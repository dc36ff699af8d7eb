"""People on record, contactable, lost and deceased as at a day, and who moved between these."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

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
from wutong.core.people.enums import ContactState, LifeState, StateKind
from wutong.core.people.models import Degree, Person, PersonState
from wutong.core.people.public import (
    contactable_as_at,
    deceased_as_at,
    died_within,
    found_within,
    lost_as_at,
    lost_within,
    members_as_at,
)
from wutong.core.reference.enums import SourceGrade
from wutong.core.reference.public import current_definition
from wutong.platform.access.registry import scopers

from .windows import queryset_sql, windows_sql, with_places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from wutong.core.figures.periods import Period
    from wutong.platform.access.public import Scopes

SOURCE, MOVES = "people", "people.moves"
ON_RECORD, CONTACTABLE = "people.on_record", "people.contactable"
LOST, DECEASED = "people.lost", "people.deceased"
FOUND, BECAME_LOST, DIED = "people.found", "people.became_lost", "people.died"
_SELECTORS = {
    ON_RECORD: members_as_at,
    CONTACTABLE: contactable_as_at,
    LOST: lost_as_at,
    DECEASED: deceased_as_at,
}
_MOVE_SELECTORS = {
    FOUND: (found_within, StateKind.CONTACT, ContactState.CONTACTABLE),
    BECAME_LOST: (lost_within, StateKind.CONTACT, ContactState.LOST),
    DIED: (died_within, StateKind.LIFE, LifeState.DECEASED),
}
GRADES = {
    FOUND: SourceGrade.A,
    BECAME_LOST: SourceGrade.A,
    DIED: SourceGrade.B,
    ON_RECORD: SourceGrade.B,
    CONTACTABLE: SourceGrade.A,
    LOST: SourceGrade.A,
    DECEASED: SourceGrade.B,
}


def people_in(scopes: Scopes) -> QuerySet[Person]:
    """People within sight; merged records are left out by the scope."""
    people: QuerySet[Person] = scopers.get(Person._meta.label)(scopes, "view")
    return people.order_by()


def _holding(kind: StateKind, values: Sequence[str], day: date) -> QuerySet[PersonState]:
    return PersonState.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        person_id=OuterRef("pk"),
        kind=kind,
        value__in=values,
        valid_from__lte=day,
    )


def state_rows(period: Period, scopes: Scopes, *, what: str) -> DrillDown:
    """One row a person in state ``what`` at the end of the period."""
    day = period.end
    spans: dict[str, tuple[StateKind, list[str]]] = {
        DECEASED: (StateKind.LIFE, [LifeState.DECEASED]),
        CONTACTABLE: (StateKind.CONTACT, [ContactState.CONTACTABLE]),
        LOST: (StateKind.CONTACT, [ContactState.LOST]),
        ON_RECORD: (StateKind.MEMBERSHIP, list(current_definition(day).groups)),
    }
    kind, values = spans[what]
    states = _holding(kind, values, day).order_by("valid_from").values("valid_from")[:1]
    return _person_rows(_SELECTORS[what](day, people=people_in(scopes)), since=Subquery(states))


def _unit_name() -> NullIf | Coalesce:
    """The college in the reader's language; those without an English name keep their own."""
    chinese = F("unit__name_zh")
    if (get_language() or "").startswith("en"):
        return Coalesce(NullIf("unit__name_en", Value("")), chinese)
    return NullIf(chinese, Value(""))


def _person_rows(people: QuerySet[Person], **extra: Any) -> DrillDown:
    college = Degree.objects.filter(person_id=OuterRef("pk")).order_by("-leave_year", "-id")
    rows = people.values(
        "name",
        person_id=F("pk"),
        pinyin=F("name_pinyin"),
        college=Subquery(college.values(named=_unit_name())[:1]),
        left=Subquery(college.values("leave_year")[:1]),
        **extra,
    )
    return DrillDown(
        queryset=rows,
        keys=("person_id",),
        order=("pinyin", "person_id"),
        columns=(
            Column("name", _("Name"), opens=("person", "person_id")),
            Column("college", _("College")),
            Column("left", _("Year of leaving"), numeric=True),
            Column("since", _("Since")),
        ),
    )


def _mask(condition: str, count: int) -> str:
    """An SQL expression with bit i set where ``condition`` (with %(day_i)s) holds for day i."""
    bits = (
        f"CASE WHEN {condition.format(i=i)} AND s.valid_from <= %(day_{i})s"
        f" AND (s.valid_to IS NULL OR s.valid_to > %(day_{i})s) THEN {1 << i} ELSE 0 END"
        for i in range(count)
    )
    return " + ".join(bits)


def masks_sql(days: Sequence[date]) -> tuple[str, dict[str, Any]]:
    """One pass over the dated states: per person three bit masks, one bit a day.

    ``m``: an alumnus that day, ``d``: deceased, ``c``: contactable. Six days of 300,000 people
    cost one scan and one hash aggregate instead of eighteen semi-joins.
    """
    count = len(days)
    parameters: dict[str, Any] = {f"day_{i}": day for i, day in enumerate(days)}
    parameters |= {f"groups_{i}": list(current_definition(d).groups) for i, d in enumerate(days)}
    member = _mask("s.value = ANY(%(groups_{i})s)", count)
    held = _mask("true", count)
    sql = (
        "SELECT s.person_id,"  # noqa: S608 -- figures and names of columns only
        f" coalesce(bit_or({member}) FILTER (WHERE s.kind = 'membership'), 0) AS m,"
        f" coalesce(bit_or({held}) FILTER (WHERE s.kind = 'life'), 0) AS d,"
        f" coalesce(bit_or({held}) FILTER (WHERE s.value = 'contactable'), 0) AS c"
        " FROM people_personstate AS s WHERE s.value <> 'lost' GROUP BY s.person_id"
    )
    return sql, parameters


def compute(periods: Sequence[Period], scopes: Scopes) -> dict[tuple[str, Period], Reading]:
    """The four states at the end of every period, in one statement."""
    masks, parameters = masks_sql([period.end for period in periods])
    people, people_params = queryset_sql(people_in(scopes).values("pk"))
    bits = ", ".join(f"({i}, {1 << i})" for i in range(len(periods)))
    sql = f"""
        WITH grouped AS MATERIALIZED (
                SELECT m, d, c, count(*) AS n FROM ({masks}) AS masks
                WHERE m > 0 AND person_id IN {people} GROUP BY m, d, c)
        SELECT w.i,
               coalesce(sum(n), 0),
               coalesce(sum(n) FILTER (WHERE d & w.bit = 0 AND c & w.bit > 0), 0),
               coalesce(sum(n) FILTER (WHERE d & w.bit = 0 AND c & w.bit = 0), 0),
               coalesce(sum(n) FILTER (WHERE d & w.bit > 0), 0)
        FROM (VALUES {bits}) AS w(i, bit) LEFT JOIN grouped ON m & w.bit > 0
        GROUP BY w.i
    """  # noqa: S608 -- figures and names of columns only
    found: dict[tuple[str, Period], Reading] = {}
    with connection.cursor() as cursor:
        cursor.execute(*with_places(sql, parameters, people_params))
        for index, *counts in cursor.fetchall():
            for code, count in zip((ON_RECORD, CONTACTABLE, LOST, DECEASED), counts, strict=True):
                found[code, periods[index]] = Reading(int(count), {GRADES[code].value: int(count)})
    return found


def moved_rows(period: Period, scopes: Scopes, *, what: str) -> DrillDown:
    """People who were found, became lost or died within the period, and the first day of it."""
    selector, kind, value = _MOVE_SELECTORS[what]
    began = PersonState.objects.filter(
        person_id=OuterRef("pk"),
        kind=kind,
        value=value,
        valid_from__gte=period.start,
        valid_from__lte=period.end,
    )
    people = selector(period.start, period.end, people=people_in(scopes))
    first_day = began.order_by("valid_from").values("valid_from")[:1]
    return _person_rows(people, since=Subquery(first_day))


# What is looked up is made first: the planner thinks few moved, and would look up one by one.
_MOVES_SQL = """
WITH began AS MATERIALIZED (
    SELECT DISTINCT w.i, s.person_id, s.kind, s.value
    FROM {windows} JOIN people_personstate AS s ON s.valid_from BETWEEN w.first AND w.last
    WHERE s.kind = 'life' AND s.valid_to IS NULL
  UNION ALL
    SELECT DISTINCT w.i, s.person_id, s.kind, s.value
    FROM people_personstate AS s
    JOIN {windows} ON s.valid_from BETWEEN w.first AND w.last
    WHERE s.kind = 'contact' AND (s.valid_to IS NULL OR s.valid_to > s.valid_from)
      AND s.valid_from BETWEEN %s AND %s
      AND EXISTS (SELECT FROM people_personstate AS b
                  WHERE b.person_id = s.person_id AND b.kind = 'contact'
                    AND b.valid_to = s.valid_from AND b.value <> s.value
                    AND b.valid_from < b.valid_to)
), belongs AS MATERIALIZED (
    SELECT person_id, value, valid_from, valid_to FROM people_personstate
    WHERE kind = 'membership'
), seen AS MATERIALIZED ({people})
SELECT began.i, began.kind, began.value, count(*)
FROM began JOIN (VALUES {members}) AS m(i, day, groups) ON m.i = began.i
WHERE began.person_id IN (SELECT * FROM seen)
  AND EXISTS (SELECT FROM belongs AS a
              WHERE a.person_id = began.person_id
                AND a.value = ANY(m.groups) AND a.valid_from <= m.day
                AND (a.valid_to IS NULL OR a.valid_to > m.day))
GROUP BY 1, 2, 3
"""


def compute_moves(periods: Sequence[Period], scopes: Scopes) -> dict[tuple[str, Period], Reading]:
    """Found, lost and died within every period, in one statement."""
    windows, window_params = windows_sql(periods)
    members = ", ".join(["(%s::int, %s::date, %s::text[])"] * len(periods))
    member_params: list[Any] = []
    for index, period in enumerate(periods):
        groups = list(current_definition(period.end).groups)
        member_params += [index, period.end, groups]
    people, people_params = queryset_sql(people_in(scopes).values("pk"))
    reach = (min(period.start for period in periods), max(period.end for period in periods))
    counts = {(code, period): 0 for code in _MOVE_SELECTORS for period in periods}
    codes = {(kind, value): code for code, (_rows, kind, value) in _MOVE_SELECTORS.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            _MOVES_SQL.format(windows=windows, members=members, people=people),
            [*window_params, *window_params, *reach, *people_params, *member_params],
        )
        for index, kind, value, count in cursor.fetchall():
            if (kind, value) in codes:
                counts[codes[kind, value], periods[index]] = count
    return {key: Reading(n, {GRADES[key[0]].value: n}) for key, n in counts.items()}


def changes_since(period: Period, moment: datetime) -> list[Reason]:
    """Dated states that reach into the period and were written down after ``moment``."""
    states = PersonState.objects.filter(recorded_at__gt=moment, valid_from__lte=period.end)
    count = states.values("person_id").distinct().count()
    text = _("people whose states up to the end of the period were entered later")
    return [Reason(text, count)] if count else []


_STATES = (
    (
        ON_RECORD,
        _("Alumni on record"),
        _(
            "Distinct people who belong to the alumni by the definition in force at the end of the"
            " period; merged records count once; the deceased are included."
        ),
    ),
    (
        CONTACTABLE,
        _("Contactable alumni"),
        _(
            "Of those on record: living, with at least one e-mail address, phone number or address"
            " that worked on the last day of the period."
        ),
    ),
    (
        LOST,
        _("Lost alumni"),
        _("Of those on record: living, and no way to reach them was known on the last day."),
    ),
    (
        DECEASED,
        _("Deceased alumni"),
        _("Of those on record: died on or before the last day of the period."),
    ),
)
_MOVES = (
    (
        FOUND,
        _("Alumni found again"),
        _("Distinct alumni who were lost and became contactable within the period."),
    ),
    (
        BECAME_LOST,
        _("Alumni who became lost"),
        _("Distinct alumni who were contactable and became lost within the period."),
    ),
    (
        DIED,
        _("Alumni who died"),
        _("Distinct alumni who died within the period, as far as the office knows."),
    ),
)


sources.register(SOURCE, DataSource(SOURCE, _("People on record"), changes_since=changes_since))
batches.register(SOURCE, Batch(SOURCE, SOURCE, compute))
batches.register(MOVES, Batch(MOVES, SOURCE, compute_moves))
_COMMON: dict[str, Any] = {"section": "people", "source": SOURCE, "rule": Rule.PEOPLE}
for place, (code, title, definition) in enumerate(_STATES):
    figures.add(
        Figure(
            code=code,
            title=title,
            definition=definition,
            unit=Unit.PERSON,
            rows=partial(state_rows, what=code),
            batch=SOURCE,
            as_at=True,
            source_grade=GRADES[code],
            within="" if code == ON_RECORD else ON_RECORD,
            includes=(CONTACTABLE, LOST, DECEASED) if code == ON_RECORD else (),
            **_COMMON,
        ),
        order=10 + place,
    )
for place, (code, title, definition) in enumerate(_MOVES):
    figures.add(
        Figure(
            code=code,
            title=title,
            definition=definition,
            unit=Unit.PERSON,
            rows=partial(moved_rows, what=code),
            batch=MOVES,
            source_grade=GRADES[code],
            **_COMMON,
        ),
        order=20 + place,
    )
figures.add(
    DerivedFigure(
        code="people.contactable_change",
        title=_("Change in contactable alumni"),
        definition=_(
            "Contactable alumni at the end of the period less those at the end of the period it"
            " is compared with, both counted by the same rule."
        ),
        rule=Rule.DIFFERENCE,
        unit=Unit.PERSON,
        section="people",
        of=(CONTACTABLE,),
    ),
    order=30,
)
