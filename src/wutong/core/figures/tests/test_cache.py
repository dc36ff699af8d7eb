"""A cached figure is right or it is not shown."""

from __future__ import annotations

from datetime import date

import pytest

from wutong.core.engagement.public import erase_subject, reverse
from wutong.core.figures.engine import read_figures
from wutong.core.figures.models import CachedResult, SourceChange
from wutong.core.figures.periods import Period
from wutong.core.figures.versions import fold_changes, source_versions
from wutong.core.people.models import PersonState
from wutong.kernel.actors import Actor
from wutong.platform.access.registry import Scopes

pytestmark = pytest.mark.django_db
ALL = Scopes(everything=True, cleared=True)
YEAR = Period.year(2024)
ENGAGED, CONTACTABLE = "engagement.engaged", "people.contactable"


def read(**options):
    return read_figures([ENGAGED, CONTACTABLE], [YEAR], ALL, **options)


def test_unchanged_data_is_read_from_the_cache(full_campus, django_assert_num_queries):
    first = read()

    with django_assert_num_queries(2):  # the versions, the cached results
        again = read()

    assert again.readings == first.readings
    assert again.computed_at == first.computed_at


def test_a_new_act_is_counted_at_once(full_campus):
    before = read().value(ENGAGED, YEAR)
    person = full_campus.person("new")

    full_campus.act(person, "past.gift", date(2024, 8, 8))

    assert read().value(ENGAGED, YEAR) == before + 1
    assert read().value(CONTACTABLE, YEAR) == 5


def test_taking_an_act_back_is_counted_at_once(full_campus):
    person = full_campus.person("new")
    act_id = full_campus.act(person, "past.gift", date(2024, 8, 8))
    before = read().value(ENGAGED, YEAR)

    reverse(
        actor=Actor.system("test"), occurred_on=date(2024, 8, 8), act_id=act_id, reason="Mistake"
    )

    assert read().value(ENGAGED, YEAR) == before - 1


def test_erasing_a_person_changes_no_engagement_figure(full_campus):
    person = full_campus.person("gone")
    full_campus.act(person, "past.gift", date(2024, 8, 8))
    full_campus.act(person, "past.event", date(2024, 8, 9))
    before = read().value(ENGAGED, YEAR)

    erase_subject(actor=Actor.system("test"), person_id=person.pk)

    assert read().value(ENGAGED, YEAR) == before


def test_a_changed_state_is_counted_at_once(full_campus):
    assert read().value(CONTACTABLE, YEAR) == 4

    PersonState.objects.filter(person__name="an", kind="contact").update(value="lost")

    assert read().value(CONTACTABLE, YEAR) == 3


def test_what_one_may_see_is_never_served_to_another(full_campus):
    assert read_figures([ENGAGED], [YEAR], ALL).value(ENGAGED, YEAR) == 4
    assert read_figures([ENGAGED], [YEAR], Scopes(everything=True)).value(ENGAGED, YEAR) == 3
    assert read_figures([ENGAGED], [YEAR], Scopes()).value(ENGAGED, YEAR) == 0


def test_a_stale_value_is_served_only_where_asked_for_and_says_so(full_campus):
    read()
    full_campus.act(full_campus.person("new"), "past.gift", date(2024, 8, 8))

    stale = read(stale_ok=True)

    assert stale.value(ENGAGED, YEAR) == 4
    assert stale.fresh is False


def test_nothing_is_counted_for_a_panel(full_campus):
    computed = read(stale_ok=True)

    assert computed.readings == {}
    assert computed.fresh is False
    assert CachedResult.objects.count() == 0


def test_folding_the_changes_keeps_the_versions(full_campus):
    before = source_versions()

    assert fold_changes() > 0

    assert source_versions() == before
    sources = SourceChange.objects.values("source").distinct().count()
    assert SourceChange.objects.count() == sources
    assert fold_changes() == 0
