"""Ambassadors: first appointed within a window, in office at its end."""

from __future__ import annotations

from datetime import date

import pytest

from wutong.core.figures.engine import read_figures
from wutong.core.figures.periods import Period
from wutong.core.figures.registry import figures
from wutong.core.organisations.models import Appointment
from wutong.platform.access.registry import Scopes

pytestmark = pytest.mark.django_db
ALL = Scopes(everything=True, cleared=True)
Y2024 = Period.year(2024)


def value(code, period=Y2024, scopes=ALL, *, refresh=True):
    return read_figures([code], [period], scopes, refresh=refresh).value(code, period)


def test_a_person_counts_in_the_window_of_the_first_appointment_alone(full_campus):
    assert value("appointments.ambassadors") == 3
    assert value("appointments.ambassadors", Period(date(2017, 1, 1), date(2019, 12, 31))) == 1
    assert value("appointments.ambassadors", Period.year(2022)) == 0
    three_years = Period(date(2022, 1, 1), date(2024, 12, 31))
    assert value("appointments.ambassadors", three_years) == 3


def test_those_in_office_stand_beside(full_campus):
    assert value("appointments.ambassadors_in_office") == 3
    assert value("appointments.ambassadors_in_office", Period.year(2025)) == 2
    assert value("appointments.ambassadors_in_office", Period.year(2020)) == 1


def test_who_is_not_cleared_counts_nobody_graded_sensitive(full_campus):
    uncleared = Scopes(everything=True)
    assert value("appointments.ambassadors", scopes=uncleared) == 2
    assert value("organisations.members", scopes=uncleared) == 1
    assert value("organisations.members") == 2
    rows = figures.get("organisations.members").rows(Y2024, ALL)
    assert rows.queryset.count() == rows.value()


def test_a_college_counts_its_own(full_campus):
    assert value("appointments.ambassadors", scopes=Scopes(colleges=frozenset({"ART"}))) == 1


def test_organisations_count_from_the_day_they_were_founded(full_campus):
    assert value("organisations.alumni", Period.year(2022)) == 0
    assert value("organisations.alumni") == 1


def test_a_new_appointment_makes_the_stored_value_stale(full_campus):
    assert value("appointments.ambassadors") == 3
    full_campus.office(full_campus.person("new"), date(2024, 3, 1), None)
    assert value("appointments.ambassadors", refresh=False) == 4


def test_the_rows_open_the_person_and_name_the_letter(full_campus):
    drilldown = figures.get("appointments.ambassadors").rows(Y2024, ALL)
    references = {drilldown.columns[0].reference(row) for row in drilldown.page(0, 10)}
    people = Appointment.objects.filter(appointed_on__year=2024, role="ambassador")
    assert references == {f"person:{pk}" for pk in people.values_list("person_id", flat=True)}
