"""The demo university, before it meets a database."""

import itertools
import re
from collections import Counter
from datetime import date

import phonenumbers
import pytest

from wutong.devtools.demo.generate import (
    DEFAULT_TODAY,
    SIZES,
    all_records,
    digest,
    plan_for,
    shares,
)
from wutong.devtools.demo.plan import CLOSED_YEARS, INTAKES
from wutong.devtools.demo.university_data import LINEAGE, STRANDS, UNITS


@pytest.fixture(scope="module")
def plan():
    return plan_for("small")


@pytest.fixture(scope="module")
def drawn(plan):
    return list(all_records(plan))


@pytest.fixture(scope="module")
def people(drawn):
    return {person.id: person for found, _ in drawn for person in found}


@pytest.fixture(scope="module")
def truths(drawn):
    return [truth for _, found in drawn for truth in found]


def test_the_same_seed_gives_the_same_people():
    assert digest(plan_for("tiny")) == digest(plan_for("tiny"))


def test_another_seed_or_another_day_gives_others():
    first = digest(plan_for("tiny"))
    assert first != digest(plan_for("tiny", seed="plane tree"))
    assert first != digest(plan_for("tiny", today=date(2025, 1, 1)))


def test_as_many_records_as_the_scale_promises(people):
    assert sorted(people) == list(range(1, SIZES["small"] + 1))


def test_the_plan_of_the_article_counts_to_300_000():
    plan = plan_for("article")
    recorded = sum(made.size for made in plan.classes if made.first)
    assert recorded + plan.others + len(plan.twice) == 300_000
    assert len({made.code for made in plan.classes}) == len(plan.classes)


def test_sixty_intakes_and_none_in_the_closed_years():
    plan = plan_for("article")
    years = {made.entry for made in plan.classes if made.first and made.level == "bachelor"}
    assert len(years) == INTAKES
    assert years.isdisjoint(CLOSED_YEARS)


def test_classes_grow():
    plan = plan_for("article")
    sizes = Counter()
    for made in plan.classes:
        sizes[made.entry] += made.size
    assert sizes[1980] < sizes[1998] < sizes[2010]


def test_shares_deal_every_class_once(plan):
    dealt = [index for share in shares(plan, 3) for index in share]
    assert sorted(dealt) == [made.index for made in plan.classes if made.first]


def test_every_home_and_every_lineage_names_a_unit():
    codes = {unit.code for unit in UNITS}
    assert {code for strand in STRANDS for _, code in strand.homes} <= codes
    assert {code for one in LINEAGE for code in (one.predecessor, one.successor)} <= codes


def test_every_closed_unit_became_something():
    closed = {unit.code for unit in UNITS if unit.until}
    assert closed <= {one.predecessor for one in LINEAGE}


def test_no_phone_can_ring(people):
    phones = [c.value for p in people.values() for c in p.contacts if c.kind == "phone"]
    assert phones
    for phone in phones:
        if phone.startswith("+"):
            assert re.match(r"\+1 \d{3} 555 01\d\d$|\+44 7700 900\d{3}$|\+61 491 570 \d{3}$", phone)
        else:
            number = phonenumbers.parse(phone, "CN")
            assert phonenumbers.is_possible_number(number)
            assert not phonenumbers.is_valid_number(number)


def test_no_mail_can_arrive(people):
    domains = {
        c.value.partition("@")[2] for p in people.values() for c in p.contacts if c.kind == "email"
    }
    assert domains
    assert all(re.search(r"(^|\.)(test|example\.(com|org|net))$", domain) for domain in domains)


def test_a_living_person_has_one_open_contact_state_and_a_dead_one_none(people):
    for person in people.values():
        open_states = [s for s in person.states if s.kind == "contact" and s.until is None]
        assert len(open_states) == (0 if person.deceased else 1), person.id


def test_states_follow_each_other_without_gap(people):
    for person in people.values():
        spans = [s for s in person.states if s.kind == "contact"]
        for before, after in itertools.pairwise(spans):
            assert before.until == after.since
            assert before.value != after.value


def test_nothing_is_later_than_today(people):
    for person in people.values():
        assert all(state.since <= DEFAULT_TODAY for state in person.states), person.id
        assert person.recorded <= DEFAULT_TODAY
        assert all(job.as_of <= DEFAULT_TODAY for job in person.employments)


@pytest.mark.parametrize("year", range(2022, 2027))
def test_people_were_lost_found_and_died_in_each_of_the_last_years(people, year):
    happened = Counter()
    for person in people.values():
        for state in person.states:
            if state.since.year == year and state.kind in {"life", "contact"}:
                happened[state.value] += 1
    assert min(happened["deceased"], happened["lost"], happened["contactable"]) > 0


def test_names_are_of_every_kind(people):
    names = [person.name for person in people.values()]
    assert any("·" in name for name in names)
    assert any(len(name) == 2 for name in names)
    assert any(len(name) >= 10 and "·" in name for name in names)
    assert any(name[:2] in {"欧阳", "上官", "司马", "诸葛", "令狐", "皇甫"} for name in names)
    assert any(name.isascii() for name in names)
    assert any(person.former for person in people.values())


def test_some_names_leave_the_basic_plane():
    plan = plan_for("article")
    found = (p.name for index in range(900) for p in _class(plan, index))
    assert any(ord(character) > 0xFFFF for name in found for character in name)


def _class(plan, index):
    from wutong.devtools.demo.people import draw_class

    return draw_class(plan, plan.classes[index]).people


def test_some_people_are_sensitive_and_the_log_ins_are_not(people, plan):
    grades = Counter(person.grade for person in people.values())
    assert 0 < grades[2] < len(people) / 100
    assert all(people[number].grade < 2 for number in plan.fixed.values())


def test_the_log_ins_are_alive_and_can_be_written_to(people, plan):
    for role, key in (("alumna", "alumnus1"), ("alumnus", "alumnus2")):
        person = people[plan.fixed[role]]
        assert person.contactable
        assert person.contacts[0].value == f"{key}@demo.wutong.test"
        assert person.contacts[0].status == "ok"


def test_the_truth_knows_every_second_record(people, plan, truths):
    same = {truth.other: truth.person for truth in truths if truth.kind == "same"}
    assert same == {second: first for first, second in plan.twice.items()}


def test_the_truth_says_what_was_distorted(people, truths):
    for truth in truths:
        if truth.kind != "same":
            continue
        first, second = people[truth.person], people[truth.other]
        renamed = {w for w in truth.what if w.startswith(("name", "former"))}
        if renamed:
            assert second.name != first.name
        elif first.name != second.name:
            pytest.fail(f"{second.id} was renamed and nobody said so")
        assert ("birth" in truth.what) == (first.born != second.born)


def test_the_truth_can_mend_the_dirt(people, truths):
    by_kind = {"name-wide-space": "name", "sex": "sex"}
    spoilt = [truth for truth in truths if truth.kind == "dirt"]
    assert spoilt
    for truth in spoilt:
        assert truth.clean
        field = by_kind.get(truth.what[0])
        if field:
            assert getattr(people[truth.person], field) != truth.clean


def test_look_alikes_are_two_people(people, truths):
    for truth in truths:
        if truth.kind == "different":
            assert truth.person != truth.other
            if "namesake" in truth.what:
                clean = people[truth.person].name.replace("　", "")
                assert clean == people[truth.other].name.replace("　", "")


def test_student_numbers_change_their_shape_with_the_years(people, plan):
    shapes = {}
    for person in people.values():
        for degree in person.degrees:
            home = plan.classes[degree.class_index]
            if degree.student_no.isdigit() and home.level == "bachelor" and home.unit == "ELEC":
                shapes.setdefault(home.entry // 10, set()).add(len(degree.student_no))
    assert len({tuple(sorted(found)) for found in shapes.values()}) > 1
