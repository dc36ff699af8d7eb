"""What the ledger promises."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from wutong.core.engagement import partitions
from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.errors import (
    ActRefusedError,
    AlreadyReversedError,
    IdempotencyConflictError,
)
from wutong.core.engagement.models import Act
from wutong.core.engagement.public import (
    ActEntry,
    ActKind,
    Subject,
    acts_of_person,
    acts_standing,
    erase_subject,
    record,
    record_many,
    reverse,
)
from wutong.core.people.models import Person
from wutong.core.reference.enums import Grade
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.access.registry import Scopes
from wutong.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")
ALL = Scopes(everything=True, cleared=True)
UNCLEARED = Scopes(everything=True)
DAY = date(2024, 5, 4)


@pytest.fixture
def person():
    return Person.objects.create(name="林晚")


def entry(person, key="k1", **changes):
    values = {
        "kind": "past.event",
        "subject": Subject.person(person.pk),
        "occurred_on": DAY,
        "source_ref": "list:1",
        "idempotency_key": key,
    } | changes
    return ActEntry(**values)


def test_an_act_is_written_once_however_often_it_is_told(person):
    first = record(actor=ACTOR, entry=entry(person))
    again = record(actor=ACTOR, entry=entry(person))

    assert again == first
    assert Act.objects.count() == 1
    assert AuditEntry.objects.filter(verb="engagement.recorded").count() == 1


def test_a_key_taken_by_another_act_is_a_conflict_and_writes_nothing(person):
    record(actor=ACTOR, entry=entry(person))

    with pytest.raises(IdempotencyConflictError):
        record(actor=ACTOR, entry=entry(person, kind="past.gift"))

    assert [act.kind for act in Act.objects.all()] == ["past.event"]


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "nobody.knows"},
        {"occurred_on": clock.today() + timedelta(days=1)},
        {"quantity": 0},
        {"source_ref": ""},
        {"idempotency_key": ""},
    ],
)
def test_an_act_that_cannot_be_is_refused(person, changes):
    with pytest.raises(ActRefusedError):
        record(actor=ACTOR, entry=entry(person, **changes))

    assert Act.objects.count() == 0


def test_many_acts_are_written_in_one_go_and_again_without_effect(person):
    entries = [entry(person, key=f"k{i}") for i in range(5)]

    assert record_many(actor=ACTOR, entries=entries, source_ref="list:1") == 5
    assert record_many(actor=ACTOR, entries=entries, source_ref="list:1") == 0
    assert Act.objects.count() == 5


def test_a_reversal_voids_both_rows_and_keeps_them(person):
    act_id = record(actor=ACTOR, entry=entry(person, quantity=3))

    reversal = reverse(actor=ACTOR, occurred_on=DAY, act_id=act_id, reason="Wrong person")

    rows = {act.id: act for act in Act.objects.all()}
    assert rows.keys() == {act_id, reversal}
    assert rows[reversal].reverses == act_id
    assert rows[reversal].quantity == -3
    assert acts_standing(ALL).count() == 0
    with pytest.raises(AlreadyReversedError):
        reverse(actor=ACTOR, occurred_on=DAY, act_id=act_id, reason="Again")
    with pytest.raises(AlreadyReversedError):
        reverse(actor=ACTOR, occurred_on=DAY, act_id=reversal, reason="Again")


def test_a_reversal_needs_a_reason(person):
    act_id = record(actor=ACTOR, entry=entry(person))

    with pytest.raises(ActRefusedError):
        reverse(actor=ACTOR, occurred_on=DAY, act_id=act_id, reason=" ")

    assert acts_standing(ALL).count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM engagement_act",
        "UPDATE engagement_act SET quantity = 7",
        "UPDATE engagement_act SET occurred_on = occurred_on + 1",
        "UPDATE engagement_act SET source_grade = 'A', kind = 'past.gift'",
    ],
)
def test_the_database_itself_refuses_to_rewrite_the_ledger(person, statement):
    record(actor=ACTOR, entry=entry(person))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Act.objects.values_list("quantity", "kind").get() == (1, "past.event")


def test_an_erased_person_leaves_one_key_that_leads_nowhere(person):
    other = Person.objects.create(name="周桐")
    for number in range(3):
        record(actor=ACTOR, entry=entry(person, key=f"{number}:person:{person.pk}", note="spoke"))
    record(actor=ACTOR, entry=entry(other, key="other"))

    assert erase_subject(actor=ACTOR, person_id=person.pk) == 3

    erased = Act.objects.filter(subject_kind="erased")
    assert erased.count() == 3
    assert len({bytes(act.participant_key) for act in erased}) == 1
    assert {(act.person_id, act.note) for act in erased} == {(None, "")}
    assert not erased.filter(idempotency_key__contains="person:").exists()
    assert acts_of_person(other.pk, ALL).count() == 1
    trail = AuditEntry.objects.get(verb="engagement.subject_erased")
    assert bytes(erased[0].participant_key).hex() not in str(trail.data) + trail.subject_ref


def test_the_uncleared_see_no_act_of_a_sensitive_person_and_no_sensitive_act(person):
    hidden = Person.objects.create(name="韩栖", grade=Grade.SENSITIVE)
    record(actor=ACTOR, entry=entry(person, key="open"))
    record(actor=ACTOR, entry=entry(person, key="sensitive act", grade=Grade.SENSITIVE))
    record(actor=ACTOR, entry=entry(hidden, key="sensitive person"))
    record(actor=ACTOR, entry=entry(person, key="count", subject=Subject.count(), quantity=300))

    assert acts_standing(ALL).count() == 4
    seen = acts_standing(UNCLEARED).values_list("idempotency_key", flat=True)
    assert sorted(seen) == ["count", "open"]


def test_who_sees_nothing_sees_no_acts(person):
    record(actor=ACTOR, entry=entry(person))

    assert acts_standing(Scopes()).count() == 0


def test_every_year_to_come_has_a_partition_and_the_default_stays_empty(person):
    this_year = clock.today().year
    assert set(range(2010, this_year + 4)) <= partitions.existing_years()

    record(actor=ACTOR, entry=entry(person, occurred_on=date(1987, 9, 1)))
    record(actor=ACTOR, entry=entry(person, occurred_on=clock.today()))

    assert partitions.default_rows() == 0


def test_partitions_are_made_ahead_of_time(time_machine):
    time_machine.move_to("2029-06-01")

    assert partitions.make_partitions() == [2031, 2032, 2033]
    assert partitions.make_partitions() == []


def test_a_kind_that_counts_has_a_mode():
    with pytest.raises(ValueError, match="four modes"):
        ActKind("test.none", "x", CaseMode.NONE)
