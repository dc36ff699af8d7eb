"""Every table that names a person is answered for: what it is for, what their copy says, what an
erasure does.
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from wutong.core.people.models import Person
from wutong.core.people.registry import person_columns
from wutong.platform.accounts.models import User
from wutong.platform.privacy.public import holdings, retention_rules, subject_of

_NAMING = """
SELECT DISTINCT c.conrelid::regclass::text FROM pg_constraint c
WHERE c.contype = 'f' AND c.confrelid = 'people_person'::regclass AND c.conparentid = 0
"""


def _tables_that_name_people() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_NAMING)
        found = {table for (table,) in cursor.fetchall()}
    found |= {column.table for column in person_columns.values()}
    for model in apps.get_models():  # foreign keys that the database does not know
        for field in model._meta.get_fields():
            if getattr(field, "related_model", None) is Person and not field.auto_created:
                found.add(model._meta.db_table)
    return found


@pytest.mark.django_db
def test_every_table_that_names_a_person_is_somebodys_holding():
    """A new table: say in its room's ``holdings.py`` what it holds and what an erasure does."""
    answered = {table for item in holdings.values() for table in item.tables}
    assert _tables_that_name_people() - answered == set()


@pytest.mark.django_db
def test_every_holding_and_rule_works_for_somebody_of_whom_nothing_is_known():
    person = Person.objects.create(name="无名")
    user = User.objects.create_user("nobody@example.org")
    Person.objects.filter(pk=person.pk).update(user=user)
    subject = subject_of(f"person:{person.pk}")
    assert subject.refs == (f"person:{person.pk}", f"user:{user.pk}", "email:nobody@example.org")
    for item in holdings.values():
        table = item.read(subject)
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert str(item.title)
        assert str(item.purpose)
    for rule in retention_rules.values():
        assert rule.due(person.created_at) == 0
        assert str(rule.period())
