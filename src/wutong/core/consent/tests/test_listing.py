"""The copies that a directory walks follow the record, whatever changes it."""

from __future__ import annotations

from datetime import date

import pytest

from wutong.core.consent.enums import Audience, Method
from wutong.core.consent.models import Visibility
from wutong.core.consent.public import set_levels
from wutong.core.people.models import Person
from wutong.core.people.public import (
    change_person,
    mark_deceased,
    mark_living,
    merge_people,
    unmerge,
)
from wutong.core.people.tests.factories import CLERK, make_person
from wutong.core.reference.models import Region

pytestmark = pytest.mark.django_db


def copies(person):
    return Visibility.objects.values_list("sort_key", "region", "stands").get(person=person)


def test_the_copies_follow_name_place_life_and_merging():
    region = Region.objects.order_by("pk").first()
    person, other = make_person("王小明", region=region), make_person("王小明")
    levels = {"name": Audience.MEMBERS}
    set_levels(actor=CLERK, person_id=person.pk, levels=levels, method=Method.MEMBER)
    assert copies(person) == ("wang xiaoming", region.pk, True)

    change_person(actor=CLERK, person_id=person.pk, changes={"name": "单大明", "region": None})
    assert copies(person) == ("shan daming", None, True)
    mark_deceased(actor=CLERK, person_id=person.pk, on=date(2020, 1, 1))
    assert copies(person)[2] is False
    mark_living(actor=CLERK, person_id=person.pk)
    assert copies(person)[2] is True
    Person.objects.filter(pk=person.pk).update(name_pinyin="li")  # as imports do, by statement
    assert copies(person)[0] == "li"

    merge = merge_people(actor=CLERK, kept_id=other.pk, gone_id=person.pk)
    assert copies(other) == ("wang xiaoming", None, True)
    unmerge(actor=CLERK, merge_id=merge.pk)
    assert copies(person) == ("li", None, True)
    assert not Visibility.objects.filter(person=other).exists()
