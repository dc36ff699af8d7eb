from datetime import date

import pytest

from wutong.core.people.models import Person
from wutong.core.people.public import (
    add_contact,
    contactable_as_at,
    deceased_as_at,
    died_within,
    found_within,
    lost_as_at,
    lost_within,
    mark_deceased,
    mark_lost,
    members_as_at,
    people_as_at,
    visible_people,
)
from wutong.core.people.tests.factories import CLERK, make_person, make_unit
from wutong.core.reference.enums import Grade

pytestmark = pytest.mark.django_db


@pytest.fixture
def life(time_machine):
    """One who graduated in 2010, was put on record in 2020, lost in 2022, found in 2023 and
    died in 2025.
    """
    time_machine.move_to("2020-03-01 04:00Z")
    person = make_person("王小明", degree={"leave_year": 2010}, email="a@example.org")
    time_machine.move_to("2022-03-01 04:00Z")
    mark_lost(actor=CLERK, person_id=person.pk)
    time_machine.move_to("2023-03-01 04:00Z")
    add_contact(actor=CLERK, person_id=person.pk, kind="phone", value="13812345678")
    time_machine.move_to("2025-03-01 04:00Z")
    mark_deceased(actor=CLERK, person_id=person.pk, on=date(2025, 2, 1))
    time_machine.move_to("2026-03-01 04:00Z")
    return person


@pytest.mark.parametrize(
    ("day", "member", "living", "contactable", "lost", "deceased"),
    [
        (date(2010, 6, 30), 0, 0, 0, 0, 0),
        (date(2010, 7, 1), 1, 1, 0, 1, 0),
        (date(2021, 12, 31), 1, 1, 1, 0, 0),
        (date(2022, 3, 1), 1, 1, 0, 1, 0),
        (date(2022, 12, 31), 1, 1, 0, 1, 0),
        (date(2023, 12, 31), 1, 1, 1, 0, 0),
        (date(2025, 1, 31), 1, 1, 1, 0, 0),
        (date(2025, 2, 1), 1, 0, 0, 0, 1),
        (date(2026, 1, 1), 1, 0, 0, 0, 1),
    ],
)
def test_any_past_day_can_be_counted(life, day, member, living, contactable, lost, deceased):
    counted = [
        members_as_at(day),
        people_as_at(day),
        contactable_as_at(day),
        lost_as_at(day),
        deceased_as_at(day),
    ]
    assert [people.count() for people in counted] == [member, living, contactable, lost, deceased]


@pytest.mark.parametrize(
    ("year", "lost", "found", "died"),
    [(2020, 0, 0, 0), (2022, 1, 0, 0), (2023, 0, 1, 0), (2025, 0, 0, 1), (2026, 0, 0, 0)],
)
def test_what_changed_within_a_year(life, year, lost, found, died):
    period = date(year, 1, 1), date(year, 12, 31)
    assert lost_within(*period).count() == lost
    assert found_within(*period).count() == found
    assert died_within(*period).count() == died


def test_students_and_staff_are_not_alumni_by_the_first_definition():
    make_person("王小明", degree={"completion": "studying", "leave_year": None})
    assert members_as_at(date(2026, 1, 1)).count() == 0
    assert members_as_at(date(2026, 1, 1), groups=["student"]).count() == 1


def test_two_degrees_are_one_person():
    person = make_person("王小明", degree={"completion": "graduated"})
    make_person("李雷", degree={"completion": "left"})
    assert members_as_at(date(2026, 1, 1)).filter(pk=person.pk).count() == 1
    assert members_as_at(date(2026, 1, 1)).count() == 2


def test_a_count_by_name_honours_scope_and_grade(make_user):
    physics = make_unit()
    make_person("王小明", unit=physics)
    make_person("李密", unit=physics, grade=Grade.SENSITIVE)
    make_person("张三", unit=make_unit())
    day = date(2026, 1, 1)
    assert people_as_at(day).count() == 3
    assert people_as_at(day, people=visible_people(make_user("staff"))).count() == 2
    coordinator = make_user("coordinator", college=physics.code)
    assert [p.name for p in people_as_at(day, people=visible_people(coordinator))] == ["王小明"]


def test_a_merged_record_is_not_counted_twice():
    kept = make_person("王小明", degree={})
    merged = make_person("王晓明", degree={})
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert members_as_at(date(2026, 1, 1)).count() == 1
