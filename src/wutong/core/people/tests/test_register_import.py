"""A register comes in: whom a row is about, and what is entered."""

from __future__ import annotations

import datetime as dt

import pytest

from wutong.core.people.models import ContactPoint, Degree, Person, PersonState, Provenance
from wutong.core.people.tests.register import checked, make_units, published, row, verdicts
from wutong.kernel.actors import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(make_user):
    return Actor.of(make_user("staff"))


@pytest.fixture(autouse=True)
def units(db):
    return make_units()


def test_new_people_are_entered_with_study_contacts_states_and_sources(actor):
    batch = published(
        actor, [row(), row("欧阳子轩", "2001002", 手机="", 邮箱="", 工作单位="梧桐科技")]
    )
    assert batch.state == "published"
    assert verdicts(batch) == [(2, "new", ["class_new"]), (3, "new", [])]
    person = Person.objects.get(name="王小明")
    assert (person.sex, person.birth_date, person.surname, person.name_pinyin) == (
        "m", dt.date(1983, 5, 6), "王", "wang xiaoming",
    )  # fmt: skip
    assert {"wxm", "2001001", "xm@example.com", "0001"} <= set(person.search_tokens)
    assert (person.contactable, person.email_ok, person.version) == (True, True, 1)
    degree = Degree.objects.get(person=person)
    assert (degree.unit.code, degree.class_group.name, degree.level, degree.leave_year) == (
        "T01", "软件01", "bachelor", 2005,
    )  # fmt: skip
    assert list(
        ContactPoint.objects.filter(person=person)
        .order_by("kind")
        .values_list("kind", "normalised", "is_primary")
    ) == [("email", "xm@example.com", True), ("phone", "+8613800000001", True)]
    assert list(
        PersonState.objects.filter(person=person).order_by("kind").values_list("kind", "value")
    ) == [("contact", "contactable"), ("membership", "degree")]
    assert sorted(
        Provenance.objects.filter(batch_id=batch.pk, person=person).values_list("target", flat=True)
    ) == sorted(
        ["person", f"degree:{degree.pk}"]
        + [f"contact:{pk}" for pk in person.contact_points.values_list("pk", flat=True)]
    )
    other = Person.objects.get(name="欧阳子轩")
    assert not other.contactable
    assert other.employments.get().employer == "梧桐科技"
    assert batch.counts["people_added"] == 2


def test_the_same_file_again_changes_nothing(actor):
    published(actor, [row(), row("李雷", "2001002", 手机="13800000002", 邮箱="")])
    again = checked(actor, [row(), row("李雷", "2001002", 手机="13800000002", 邮箱="")])
    assert verdicts(again) == [(2, "same", []), (3, "same", [])]
    assert again.counts == {"same": 2, "rows": 2}
