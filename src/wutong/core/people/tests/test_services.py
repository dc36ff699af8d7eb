from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from wutong.core.people.errors import (
    ContactAlreadyThereError,
    ContactNotUnderstoodError,
    DateOutOfOrderError,
    FieldNotChangeableError,
    NotReachableError,
    PersonChangedMeanwhileError,
    PersonDeceasedError,
)
from wutong.core.people.models import ContactPoint, Person, PersonState, Provenance
from wutong.core.people.public import (
    Source,
    add_contact,
    best_email,
    change_contact,
    change_person,
    confirm_contact,
    end_contact,
    mark_deceased,
    mark_found,
    mark_living,
    mark_lost,
    search,
    set_contact_status,
)
from wutong.core.people.tests.factories import CLERK, make_degree, make_person
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def states(person, kind):
    rows = PersonState.objects.filter(person=person, kind=kind).order_by("valid_from", "id")
    return [(row.value, row.valid_from, row.valid_to) for row in rows]


def flags(person):
    person.refresh_from_db()
    return person.contactable, person.lost, person.deceased, person.email_ok


def test_a_change_is_kept_with_source_audit_history_and_a_new_version():
    person = make_person("王小明")
    actor = Actor(user_id=None, label="Li Lei")
    changed = change_person(
        actor=actor,
        person_id=person.pk,
        changes={"name": "王晓明", "former_names": ["王小明", " "], "salutation": ""},
        source=Source(label="phone call", confidence="A"),
        version=person.version,
    )
    assert (changed.name, changed.former_names) == ("王晓明", ["王小明"])
    assert changed.version == person.version + 1
    source = Provenance.objects.filter(person=person).latest("id")
    assert (source.fields, source.source_label, source.confidence, source.confirmed_by) == (
        ["former_names", "name"],
        "phone call",
        "A",
        "Li Lei",
    )
    entry = AuditEntry.objects.get(verb="person.changed")
    assert (entry.subject_ref, entry.data) == (
        f"person:{person.pk}",
        {"fields": ["former_names", "name"]},
    )
    event = Person.pgh_event_model.objects.get(pgh_obj_id=person.pk)
    assert (event.pgh_label, event.name) == ("update", "王小明")


def test_the_search_follows_a_change_of_name():
    person = make_person("王小明")
    change_person(actor=CLERK, person_id=person.pk, changes={"name": "李雷"})
    assert list(search("lilei", people=Person.objects.all())) == [person]
    assert list(search("xiaoming", people=Person.objects.all())) == []


def test_what_is_equal_already_is_left_alone():
    person = make_person("王小明")
    before = (Provenance.objects.count(), AuditEntry.objects.count())
    changed = change_person(actor=CLERK, person_id=person.pk, changes={"name": " 王 小明 "})
    assert changed.version == person.version
    assert (Provenance.objects.count(), AuditEntry.objects.count()) == before


def test_a_record_that_was_changed_meanwhile_is_not_overwritten():
    person = make_person("王小明")
    change_person(actor=CLERK, person_id=person.pk, changes={"salutation": "王老师"})
    with pytest.raises(PersonChangedMeanwhileError):
        change_person(
            actor=CLERK,
            person_id=person.pk,
            changes={"salutation": "王校友"},
            version=person.version,
        )
    person.refresh_from_db()
    assert person.salutation == "王老师"


@pytest.mark.parametrize("field", ["contactable", "user", "merged_into", "search_tokens", "x"])
def test_only_the_changeable_can_be_changed(field):
    person = make_person("王小明")
    with pytest.raises(FieldNotChangeableError):
        change_person(actor=CLERK, person_id=person.pk, changes={field: True})


def test_an_impossible_value_changes_nothing():
    person = make_person("王小明")
    with pytest.raises(ValidationError):
        change_person(actor=CLERK, person_id=person.pk, changes={"sex": "x"})
    person.refresh_from_db()
    assert (person.sex, person.version) == ("", 1)


def test_somebody_new_without_a_contact_point_is_lost_from_the_first_day():
    person = make_person("王小明")
    assert flags(person) == (False, True, False, False)
    assert states(person, "contact") == [("lost", today(), None)]


def test_a_contact_point_makes_contactable_and_the_states_touch(time_machine):
    time_machine.move_to("2026-01-10 04:00Z")
    person = make_person("王小明")
    time_machine.move_to("2026-02-20 04:00Z")
    point = add_contact(actor=CLERK, person_id=person.pk, kind="email", value=" Ming@Example.org ")
    assert (point.value, point.normalised, point.masked, point.is_primary) == (
        "Ming@Example.org",
        "ming@example.org",
        "m****@example.org",
        True,
    )
    assert flags(person) == (True, False, False, True)
    assert states(person, "contact") == [
        ("lost", date(2026, 1, 10), date(2026, 2, 20)),
        ("contactable", date(2026, 2, 20), None),
    ]
    assert best_email(person.pk) == "ming@example.org"


@pytest.mark.parametrize(
    ("kind", "typed", "normalised", "masked"),
    [
        ("phone", "138 1234-5678", "+8613812345678", "138****5678"),
        ("phone", "１３８１２３４５６７８", "+8613812345678", "138****5678"),
        ("phone", "+1 415 555 0123", "+14155550123", "+14****0123"),
        ("phone", "010-62781234", "+861062781234", "106****1234"),
        ("email", "A.B@EXAMPLE.ORG", "a.b@example.org", "a****@example.org"),
        ("wechat", "wxid_ming", "wxid_ming", "wx****"),
    ],
)
def test_contact_points_are_normalised_and_masked(kind, typed, normalised, masked):
    person = make_person("王小明")
    point = add_contact(actor=CLERK, person_id=person.pk, kind=kind, value=typed)
    assert (point.normalised, point.masked) == (normalised, masked)


@pytest.mark.parametrize(
    ("kind", "typed"), [("phone", "abc"), ("phone", "12"), ("email", "a@b"), ("email", "")]
)
def test_what_is_no_contact_point_is_refused_with_a_remedy(kind, typed):
    person = make_person("王小明")
    with pytest.raises(ContactNotUnderstoodError):
        add_contact(actor=CLERK, person_id=person.pk, kind=kind, value=typed)
    assert ContactPoint.objects.count() == 0


def test_the_same_contact_point_is_not_kept_twice():
    person = make_person("王小明", email="ming@example.org")
    with pytest.raises(ContactAlreadyThereError):
        add_contact(actor=CLERK, person_id=person.pk, kind="email", value="MING@example.org")
    assert ContactPoint.objects.count() == 1


def test_a_replaced_contact_point_stays_as_a_past_one():
    person = make_person("王小明", email="old@example.org")
    old = person.contact_points.get()
    new = change_contact(actor=CLERK, contact_id=old.pk, value="new@example.org")
    old.refresh_from_db()
    assert (old.valid_to, old.is_primary, new.is_primary) == (today(), False, True)
    assert flags(person) == (True, False, False, True)
    assert list(search("new@example.org", people=Person.objects.all())) == [person]
    assert list(search("old@example.org", people=Person.objects.all())) == []


def test_a_bounce_makes_lost_and_a_confirmation_found_again():
    person = make_person("王小明", email="ming@example.org")
    point = person.contact_points.get()
    set_contact_status(actor=CLERK, contact_id=point.pk, status="bounced")
    assert flags(person) == (False, True, False, False)
    assert best_email(person.pk) is None
    confirm_contact(actor=CLERK, contact_id=point.pk)
    assert flags(person) == (True, False, False, True)


def test_the_last_contact_point_ended_makes_lost():
    person = make_person("王小明", email="ming@example.org")
    end_contact(actor=CLERK, contact_id=person.contact_points.get().pk)
    assert flags(person) == (False, True, False, False)


def test_marked_as_lost_and_found_again():
    person = make_person("王小明", email="ming@example.org", phone="13812345678")
    mark_lost(actor=CLERK, person_id=person.pk)
    assert flags(person) == (False, True, False, False)
    assert set(person.contact_points.values_list("status", flat=True)) == {"wrong"}
    with pytest.raises(NotReachableError):
        mark_found(actor=CLERK, person_id=person.pk)
    phone = person.contact_points.get(kind="phone")
    mark_found(actor=CLERK, person_id=person.pk, contact_id=phone.pk)
    assert flags(person) == (True, False, False, False)


def test_a_death_ends_contactability_on_its_day(time_machine):
    time_machine.move_to("2026-03-01 04:00Z")
    person = make_person("王小明", email="ming@example.org")
    time_machine.move_to("2026-06-01 04:00Z")
    mark_deceased(actor=CLERK, person_id=person.pk, on=date(2026, 5, 20))
    assert flags(person) == (False, False, True, False)
    assert states(person, "life") == [("deceased", date(2026, 5, 20), None)]
    contact = states(person, "contact")
    assert contact[-1] == ("contactable", date(2026, 3, 1), date(2026, 5, 20))
    assert best_email(person.pk) is None
    with pytest.raises(PersonDeceasedError):
        add_contact(actor=CLERK, person_id=person.pk, kind="phone", value="13812345678")
    assert AuditEntry.objects.get(verb="person.deceased").data == {"on": "2026-05-20"}


def test_the_day_of_a_death_can_be_corrected_and_taken_back():
    person = make_person("王小明", email="ming@example.org")
    mark_deceased(actor=CLERK, person_id=person.pk, on=today())
    mark_deceased(actor=CLERK, person_id=person.pk, on=today() - timedelta(days=3))
    assert states(person, "life") == [("deceased", today() - timedelta(days=3), None)]
    mark_living(actor=CLERK, person_id=person.pk)
    assert states(person, "life") == []
    assert flags(person) == (True, False, False, True)


def test_nobody_dies_tomorrow():
    person = make_person("王小明")
    with pytest.raises(DateOutOfOrderError):
        mark_deceased(actor=CLERK, person_id=person.pk, on=today() + timedelta(days=1))
    assert flags(person) == (False, True, False, False)


def test_membership_follows_the_studies():
    person = make_person("王小明")
    make_degree(person, completion="studying", entry_year=2023, leave_year=None)
    assert states(person, "membership") == [("student", date(2023, 9, 1), None)]
    degree = person.degrees.get()
    degree.completion, degree.leave_year = "graduated", 2026
    degree.save()
    make_degree(person, completion="left", entry_year=2010, leave_year=2011)
    assert states(person, "membership") == [
        ("left_early", date(2011, 7, 1), None),
        ("student", date(2023, 9, 1), date(2026, 7, 1)),
        ("degree", date(2026, 7, 1), None),
    ]


def test_the_history_of_a_contact_point_keeps_no_value():
    person = make_person("王小明", email="ming@example.org")
    person.contact_points.all().delete()
    event = ContactPoint.pgh_event_model.objects.get()
    kept = {field.name for field in event._meta.fields}
    assert {"value", "normalised"} & kept == set()
    assert event.masked == "m****@example.org"
