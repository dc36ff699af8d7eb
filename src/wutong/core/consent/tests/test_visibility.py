"""Nothing is shown by default; each step outwards is a consent, each step back closes it."""

import pytest

from wutong.core.consent.enums import Audience, Method
from wutong.core.consent.models import ConsentRecord, Visibility
from wutong.core.consent.visibility import FIELDS, levels_of, seen_by, set_levels
from wutong.core.people.merging.services import merge_people
from wutong.core.people.merging.undoing import unmerge
from wutong.core.people.models import Person
from wutong.kernel.actors import Actor
from wutong.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")


@pytest.fixture
def person():
    return Person.objects.create(name="林清澜")


def show(person, **levels):
    return set_levels(actor=ACTOR, person_id=person.pk, levels=levels, method=Method.MEMBER)


def standing(person):
    rows = ConsentRecord.objects.filter(person=person, withdrawn_at__isnull=True)
    return dict(rows.order_by("topic").values_list("topic", "text__code"))


def test_nothing_is_shown_by_default(person):
    assert levels_of(person.pk) == dict.fromkeys(FIELDS, Audience.OFFICE)
    assert [seen_by(person.pk, audience) for audience in list(Audience)[1:]] == [frozenset()] * 3


def test_each_circle_sees_its_fields(person):
    show(person, name=Audience.MEMBERS, phone=Audience.CLASSMATES, work=Audience.EVERYONE)
    assert seen_by(person.pk, Audience.CLASSMATES) == {"name", "phone", "work"}
    assert seen_by(person.pk, Audience.MEMBERS) == {"name", "work"}
    assert seen_by(person.pk, Audience.EVERYONE) == frozenset()


def test_a_step_outwards_is_a_consent_in_the_words_of_its_level(person):
    assert show(person, name=Audience.MEMBERS, phone=Audience.CLASSMATES) == ["name", "phone"]
    assert standing(person) == {
        "visible:name": "visible:members",
        "visible:phone": "visible:classmates",
    }


def test_a_step_back_withdraws_at_once_and_keeps_the_record(person):
    show(person, phone=Audience.EVERYONE)
    show(person, phone=Audience.OFFICE)
    assert standing(person) == {}
    row = ConsentRecord.objects.get()
    assert (row.withdrawn_at is not None, row.withdrawn_method) == (True, "member")


def test_the_same_again_changes_nothing(person):
    show(person, name=Audience.MEMBERS)
    assert show(person, name=Audience.MEMBERS) == []
    assert ConsentRecord.objects.count() == 1
    assert AuditEntry.objects.filter(verb="visibility.changed").count() == 1


def test_an_unknown_field_is_not_shown(person):
    assert show(person, birth_date=Audience.EVERYONE) == []
    assert Visibility.objects.get().name == Audience.OFFICE


def test_when_two_records_become_one_the_narrower_circle_holds_and_comes_apart_again(person):
    other = Person.objects.create(name="林清瀾")
    show(person, name=Audience.EVERYONE, phone=Audience.CLASSMATES, work=Audience.MEMBERS)
    show(other, name=Audience.MEMBERS, phone=Audience.MEMBERS, email=Audience.MEMBERS)
    before = levels_of(person.pk)

    merge = merge_people(actor=ACTOR, kept_id=person.pk, gone_id=other.pk)

    assert {field: level for field, level in levels_of(person.pk).items() if level} == {
        "name": Audience.MEMBERS,
        "phone": Audience.CLASSMATES,
    }
    unmerge(actor=ACTOR, merge_id=merge.pk)
    assert levels_of(person.pk) == before
