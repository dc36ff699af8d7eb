import pytest

from wutong.core.people.models import ContactPoint, Degree, Person, PersonState, Provenance
from wutong.core.people.tests.factories import make_lineage, make_person, make_unit
from wutong.core.reference.enums import Grade
from wutong.platform.access.public import scope

pytestmark = pytest.mark.django_db


def seen(user, model=Person):
    return set(scope(user, model).values_list("pk", flat=True))


def test_staff_and_auditors_see_everybody_but_the_sensitive(make_user):
    open_one = make_person("王小明", grade=Grade.OPEN)
    make_person("李密", grade=Grade.SENSITIVE)
    assert seen(make_user("staff")) == {open_one.pk}
    assert seen(make_user("auditor")) == {open_one.pk}


def test_the_director_is_cleared(make_user):
    people = {make_person("王小明").pk, make_person("李密", grade=Grade.SENSITIVE).pk}
    assert seen(make_user("director")) == people


def test_a_coordinator_sees_the_college_its_departments_and_what_it_grew_out_of(make_user):
    physics = make_unit("物理学院")
    old = make_unit("物理系")
    department = make_unit("光学系", parent=physics, kind="department")
    make_lineage(old, physics)
    mine = {
        make_person("王一", unit=physics).pk,
        make_person("王二", unit=old).pk,
        make_person("王三", unit=department).pk,
    }
    make_person("王四", unit=make_unit("化学学院"))
    make_person("王五")
    assert seen(make_user("coordinator", college=physics.code)) == mine


def test_a_predecessor_does_not_reach_forward(make_user):
    physics, old = make_unit("物理学院"), make_unit("物理系")
    make_lineage(old, physics)
    make_person("王一", unit=physics)
    assert seen(make_user("coordinator", college=old.code)) == set()


def test_who_is_limited_to_nothing_or_holds_no_role_sees_nobody(make_user):
    make_person("王小明")
    for user in (make_user("coordinator"), make_user("administrator"), make_user("")):
        assert seen(user) == set()


def test_a_merged_record_is_for_nobody_even_when_its_heir_is_visible(make_user):
    kept = make_person("王小明")
    merged = make_person("王晓明", grade=Grade.SENSITIVE)
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert seen(make_user("director")) == {kept.pk}


def test_everything_that_hangs_on_a_person_follows_the_person(make_user):
    secret = make_person("李密", unit=make_unit(), email="limi@example.org")
    Person.objects.filter(pk=secret.pk).update(grade=Grade.SENSITIVE)
    for model in (ContactPoint, Degree, PersonState, Provenance):
        assert seen(make_user("staff"), model) == set()
        assert seen(make_user("director"), model) != set()
