"""A closed year: two people, stored values, and a reason for every difference."""

from __future__ import annotations

from datetime import date

import pytest

from wutong.core.figures.closing import (
    close_year,
    closing_of,
    prepare_closing,
    restate_figure,
    withdraw_closing,
)
from wutong.core.figures.errors import (
    AlreadyClosedError,
    FiguresChangedError,
    ReasonMissingError,
    SamePersonError,
    YearNotOverError,
)
from wutong.core.figures.models import ClosedFigure, Closing
from wutong.core.figures.public import OFFICIAL, Period
from wutong.core.figures.registry import figures
from wutong.insight.reports.account import build_account
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.jobs.models import Progress

pytestmark = pytest.mark.django_db
ENGAGED = "engagement.engaged"


@pytest.fixture
def two(make_user):
    return Actor.of(make_user("staff")), Actor.of(make_user("director"))


@pytest.fixture
def closed(full_campus, two):
    closing = prepare_closing(actor=two[0], year=2024)
    return close_year(actor=two[1], closing_id=closing.pk)


def line(code=ENGAGED):
    account = build_account(Period.year(2024), OFFICIAL, language="en")
    return next(item for item in account.lines if item.code == code)


def test_every_figure_is_stored_with_its_version_and_rows(closed):
    stored = {item.code: item for item in closed.figures.all()}

    assert set(stored) == set(figures.keys())
    assert stored[ENGAGED].value == 4
    assert stored[ENGAGED].rows == 4
    assert len(stored[ENGAGED].rows_digest) == 64
    assert stored["engagement.acts"].rows == 8
    assert stored["engagement.rate"].rows_digest == ""
    assert len(closed.seal) == 64


def test_the_one_who_prepared_does_not_close(full_campus, two):
    closing = prepare_closing(actor=two[1], year=2024)

    with pytest.raises(SamePersonError):
        close_year(actor=two[1], closing_id=closing.pk)

    assert closing_of(2024).state == "prepared"


def test_a_running_year_is_not_closed(two):
    with pytest.raises(YearNotOverError):
        prepare_closing(actor=two[0], year=clock.today().year)

    assert Closing.objects.count() == 0


def test_a_year_is_closed_once_and_can_be_withdrawn_before(full_campus, two):
    first = prepare_closing(actor=two[0], year=2024)
    with pytest.raises(AlreadyClosedError):
        prepare_closing(actor=two[1], year=2024)

    withdraw_closing(actor=two[0], closing_id=first.pk)

    second = prepare_closing(actor=two[1], year=2024)
    close_year(actor=two[0], closing_id=second.pk)
    with pytest.raises(AlreadyClosedError):
        withdraw_closing(actor=two[0], closing_id=second.pk)


def test_figures_that_changed_in_between_are_not_closed(full_campus, two):
    closing = prepare_closing(actor=two[0], year=2024)
    full_campus.act(full_campus.person("late"), "past.gift", date(2024, 6, 6))

    with pytest.raises(FiguresChangedError):
        close_year(actor=two[1], closing_id=closing.pk)

    assert closing_of(2024).state == "prepared"


def test_a_later_act_leaves_the_closed_value_and_gives_the_reason(closed, full_campus):
    full_campus.act(full_campus.person("late"), "past.gift", date(2024, 6, 6))

    figure = line()

    assert figure.value == "4"
    assert figure.standing.differs is True
    assert figure.standing.today == "5"
    assert figure.standing.reasons == ("1 acts of the period were entered later",)


def test_an_unchanged_figure_says_nothing(closed):
    assert line().standing.differs is False


def test_restating_needs_a_reason_and_keeps_the_old_value(closed, full_campus, two):
    full_campus.act(full_campus.person("late"), "past.gift", date(2024, 6, 6))
    stored = ClosedFigure.objects.get(closing=closed, code=ENGAGED)

    with pytest.raises(ReasonMissingError):
        restate_figure(actor=two[1], closed_figure_id=stored.pk, reason=" ")
    assert line().value == "4"

    restate_figure(actor=two[1], closed_figure_id=stored.pk, reason="A list came late")

    figure = line()
    assert (figure.value, figure.standing.differs) == ("5", False)
    assert figure.standing.restatements[0].endswith("from 4 to 5: A list came late")


def test_the_whole_way_through_the_pages(client_of, full_campus, run_jobs):
    clerk, director = client_of("director"), client_of("director")
    clerk.post("/office/account/closing/2024/prepare/", {"comment": "All lists are in"})
    run_jobs()
    closing = Closing.objects.get()

    clerk.post(f"/office/account/closing/{closing.pk}/close/")
    run_jobs()
    closing.refresh_from_db()
    assert closing.state == "prepared"
    assert "Close the year 2024" in director.get("/office/").content.decode()

    director.post(f"/office/account/closing/{closing.pk}/close/")
    run_jobs()

    closing.refresh_from_db()
    assert (closing.state, closing.closed_by) == ("closed", director.user)
    page = director.get("/office/account/?year=2024&lang=en").content.decode()
    assert f"Seal {closing.seal[:16]}" in page


@pytest.mark.parametrize("role", ["staff", "auditor", "coordinator"])
def test_only_a_director_closes(client_of, closed, role):
    client = client_of(role, college="ART") if role == "coordinator" else client_of(role)
    stored = closed.figures.first()

    close = client.post(f"/office/account/closing/{closed.pk}/close/")
    restate = client.post(f"/office/account/closing/figure/{stored.pk}/restate/", {"reason": "x"})

    assert (close.status_code, restate.status_code) == (403, 403)
    assert stored.restatements.count() == 0
    assert Progress.objects.count() == 0


def test_who_does_not_see_everything_does_not_prepare(client_of, full_campus, run_jobs):
    response = client_of("staff").post("/office/account/closing/2024/prepare/", {"comment": ""})

    assert response.status_code == 404
    assert Closing.objects.count() == 0
