"""A couple of one household is greeted together, and nobody together with somebody who has died."""

from __future__ import annotations

import pytest
from django.db import connection

from wutong.core.people.models import Person, Relation
from wutong.engines.outreach.merge_fields import FIELDS
from wutong.engines.outreach.tests.making import person

pytestmark = pytest.mark.django_db


def greeted(language="zh-hans"):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.name, {FIELDS['household'].sql} FROM people_person p"
            " CROSS JOIN (VALUES (%s)) AS r(language)",
            [language],
        )
        return dict(cursor.fetchall())


def test_a_household_is_greeted_together_while_both_live():
    one, other, alone = person("王一"), person("李二", name_latin="Li Er"), person("张三")
    relation = Relation.objects.create(person=one, other=other, kind="spouse", household=True)
    assert greeted() == {"王一": "王一、李二", "李二": "李二、王一", "张三": "张三"}
    assert greeted("en")["王一"] == "王一 and Li Er"
    for change in ({"deceased": True}, {"grade": 2}, {"merged_into": alone}):
        Person.objects.filter(pk=other.pk).update(**change)
        assert greeted()["王一"] == "王一"
        Person.objects.filter(pk=other.pk).update(deceased=False, grade=1, merged_into=None)
    Relation.objects.filter(pk=relation.pk).update(household=False)
    assert greeted()["王一"] == "王一"
