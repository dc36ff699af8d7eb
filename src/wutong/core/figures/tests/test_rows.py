"""Every figure counts its rows: the value and the drill-down can never part."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wutong.core.figures.catalogue.colleges import TABLE
from wutong.core.figures.engine import percent, read_figures, read_table
from wutong.core.figures.enums import Rule
from wutong.core.figures.periods import Period
from wutong.core.figures.registry import DerivedFigure, Figure, figures, tables
from wutong.platform.access.registry import Scopes

pytestmark = pytest.mark.django_db
ALL = Scopes(everything=True, cleared=True)
UNCLEARED = Scopes(everything=True)
SCI = Scopes(colleges=frozenset({"SCI"}), cleared=True)
NOBODY = Scopes()
WINDOWS = Period.year(2024).run(3)
COUNTED = [figure.code for figure in figures if isinstance(figure, Figure)]
DERIVED = [figure.code for figure in figures if isinstance(figure, DerivedFigure)]


@pytest.mark.parametrize("scopes", [ALL, UNCLEARED, SCI, NOBODY], ids=str)
@pytest.mark.parametrize("data", ["empty", "full"])
@pytest.mark.parametrize("code", COUNTED)
def test_the_value_is_the_count_of_the_rows(request, code, data, scopes):
    if data == "full":
        request.getfixturevalue("full_campus")
    figure = figures.get(code)

    computed = read_figures([code], WINDOWS, scopes, refresh=True)

    for window in WINDOWS:
        drilldown = figure.rows(window, scopes)
        assert computed.value(code, window) == drilldown.value()
        page = drilldown.page(0, 1000)
        assert len(page) == drilldown.count()
        assert len({tuple(row[key] for key in drilldown.keys) for row in page}) == len(page)
        printed = [[column.value(row) for column in drilldown.columns] for row in page]
        assert all(len(line) == len(drilldown.columns) for line in printed)
        assert len(drilldown.digest()) == 64
        grades = computed.readings[code, window].grades
        assert sum(grades.values()) in {0, computed.value(code, window)}


@pytest.mark.parametrize("data", ["empty", "full"])
@pytest.mark.parametrize("code", DERIVED)
def test_a_derived_figure_is_the_arithmetic_of_its_parts(request, code, data):
    if data == "full":
        request.getfixturevalue("full_campus")
    figure = figures.get(code)
    window = WINDOWS[-1]

    value = read_figures([code], [window], ALL, refresh=True).value(code, window)

    parts = [figures.get(part).rows(window, ALL).value() for part in figure.of]
    before = figures.get(figure.of[0]).rows(window.earlier(), ALL).value()
    if figure.rule == Rule.DIFFERENCE:
        assert value == parts[0] - before
    elif figure.rule == Rule.TIMES:
        more = parts[0] - parts[1]
        assert value == (percent(more, parts[1] * 100) if parts[1] else None)
    elif figure.rule == Rule.GROWTH:
        assert value == (percent(parts[0] - before, before) if before else None)
    else:
        assert value == (percent(parts[0], parts[1]) if parts[1] else None)


def values(scopes, *codes, window=WINDOWS[-1]):
    computed = read_figures(codes, [window], scopes, refresh=True)
    return [computed.value(code, window) for code in codes]


@pytest.mark.usefixtures("full_campus")
def test_the_states_at_the_end_of_a_year():
    codes = ["people.on_record", "people.contactable", "people.lost", "people.deceased"]

    assert values(ALL, *codes) == [6, 4, 1, 1]
    assert values(ALL, *codes, window=Period.year(2023)) == [6, 3, 3, 0]
    assert values(UNCLEARED, *codes) == [5, 3, 1, 1]
    assert values(SCI, *codes) == [5, 3, 1, 1]
    assert values(NOBODY, *codes) == [0, 0, 0, 0]


@pytest.mark.usefixtures("full_campus")
def test_who_moved_between_the_states():
    codes = ["people.found", "people.became_lost", "people.died", "people.contactable_change"]

    assert values(ALL, *codes) == [1, 0, 1, 1]
    assert values(ALL, *codes, window=Period.year(2023))[:3] == [0, 1, 0]


@pytest.mark.usefixtures("full_campus")
def test_a_person_counts_once_a_mode_and_once_overall():
    codes = [
        "engagement.engaged",
        "engagement.philanthropic",
        "engagement.volunteer",
        "engagement.experiential",
        "engagement.communication",
        "engagement.acts",
    ]

    assert values(ALL, *codes) == [4, 2, 1, 1, 1, 307]
    assert values(UNCLEARED, *codes) == [3, 1, 1, 1, 1, 306]
    assert values(SCI, *codes) == [3, 2, 1, 1, 0, 6]


@pytest.mark.usefixtures("full_campus")
def test_the_rate_divides_by_living_contactable_alumni():
    assert values(ALL, "engagement.rate") == [Decimal("100.0")]
    assert values(UNCLEARED, "engagement.rate") == [Decimal("100.0")]


def test_a_death_on_the_last_day_lowers_the_denominator(campus):
    from datetime import date

    campus.person("a")
    campus.person("b", died=date(2024, 12, 31))

    assert values(ALL, "people.contactable") == [1]
    assert values(
        ALL, "people.contactable", window=Period(date(2024, 1, 1), date(2024, 12, 30))
    ) == [2]


@pytest.mark.usefixtures("full_campus")
def test_the_table_by_college_counts_what_its_cells_open():
    table = tables.get(TABLE)
    rows = {row.code: row for row in read_table(table, WINDOWS[-1], ALL, refresh=True)}

    assert set(rows) == {"SCI", "ART"}
    for code, row in rows.items():
        narrowed = Scopes(colleges=frozenset({code}), cleared=True)
        for column, value in zip(table.columns, row.values, strict=True):
            if column.figure:
                assert figures.get(column.figure).rows(WINDOWS[-1], narrowed).value() == value


@pytest.mark.usefixtures("full_campus")
def test_a_coordinator_gets_the_row_of_the_own_college_only():
    rows = read_table(tables.get(TABLE), WINDOWS[-1], SCI, refresh=True)

    assert [row.code for row in rows] == ["SCI"]
