"""Two records become one, and two again, with everything that happened since."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from wutong.core.consent.enums import Channel, Method
from wutong.core.consent.models import Preference
from wutong.core.consent.public import record_consent, set_topic
from wutong.core.engagement.models import Act
from wutong.core.engagement.public import ActEntry, Subject, record
from wutong.core.people.enums import MatchDecision
from wutong.core.people.errors import MergeRefusedError
from wutong.core.people.merging.joining import joined_spans
from wutong.core.people.merging.services import merge_people
from wutong.core.people.merging.survivors import suggest_choices, suggest_kept
from wutong.core.people.merging.undoing import facts_since, unmerge
from wutong.core.people.models import (
    ContactPoint,
    Degree,
    MatchCandidate,
    Person,
    PersonState,
)
from wutong.core.people.public import everybody, search, visible_people
from wutong.core.people.services.contacts import add_contact, end_contact, set_contact_status
from wutong.core.people.services.records import change_person, save_employment
from wutong.core.people.services.states import mark_deceased
from wutong.core.people.tests.factories import CLERK, make_degree, make_person, make_unit
from wutong.core.people.tests.tables import differing, every_table
from wutong.platform.accounts.models import User
from wutong.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 4)


def act(person, key, kind="past.event"):
    return record(
        actor=CLERK,
        entry=ActEntry(
            kind=kind,
            subject=Subject.person(person.pk),
            occurred_on=DAY,
            source_ref="list:1",
            idempotency_key=key,
        ),
    )


@pytest.fixture
def pair():
    """The same human twice: a graduate on record, and a line of a chapter's address list."""
    unit = make_unit()
    kept = make_person(
        "欧阳静", unit=unit, phone="13800138000", email="jing@example.test",
        birth_date=date(1983, 4, 2), degree={"student_no": "2001040123"},
    )  # fmt: skip
    gone = make_person(
        "歐陽靜", unit=unit, phone="13800138000", sex="f", birth_date=date(1983, 1, 1),
        degree={"student_no": "2001040132", "supervisor": "沈知远"},
    )  # fmt: skip
    make_degree(gone, unit, level="master", entry_year=2005, leave_year=2008, student_no="M05001")
    add_contact(actor=CLERK, person_id=gone.pk, kind="email", value="ouyang@example.test")
    save_employment(actor=CLERK, person_id=gone.pk, fields={"employer": "梧州机床厂"})
    act(kept, "kept-1")
    act(gone, "gone-1")
    act(gone, "gone-2", "past.gift")
    record_consent(actor=CLERK, person_id=gone.pk, topic="news", method=Method.STAFF)
    for person, wanted in ((kept, True), (gone, False)):
        Preference.objects.create(
            person=person, topic="greetings", channel=Channel.EMAIL, wanted=wanted,
            changed_at=timezone.now(),
        )  # fmt: skip
    kept.refresh_from_db()
    gone.refresh_from_db()
    return kept, gone


def merged(kept, gone, **extra):
    return merge_people(actor=CLERK, kept_id=kept.pk, gone_id=gone.pk, **extra)


def test_everything_of_the_one_belongs_to_the_other_afterwards(pair):
    kept, gone = pair

    merged(kept, gone)

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert gone.merged_into_id == kept.pk
    assert Act.objects.filter(person=kept).count() == 3
    assert not Act.objects.filter(person=gone).exists()
    assert [one.level for one in Degree.objects.filter(person=kept).order_by("entry_year")] == [
        "bachelor",
        "master",
    ]
    assert Degree.objects.get(person=kept, level="bachelor").supervisor == "沈知远"
    points = ContactPoint.objects.filter(person=kept).order_by("normalised")
    assert [(one.normalised, one.is_primary) for one in points] == [
        ("+8613800138000", True),
        ("jing@example.test", True),
        ("ouyang@example.test", False),
    ]
    assert kept.sex == "f"
    assert kept.birth_date == date(1983, 4, 2)
    assert kept.employments.get().employer == "梧州机床厂"
    assert Preference.objects.get(person=kept).wanted is False
    assert PersonState.objects.filter(person=kept, kind="contact", valid_to=None).count() == 1


def test_taking_a_merge_back_leaves_every_table_as_it_was(pair):
    before = every_table()

    merge = merged(*pair)
    assert every_table() != before
    undone = unmerge(actor=CLERK, merge_id=merge.pk)

    assert differing(before, every_table()) == {}
    assert undone.left == 0


def test_nobody_is_counted_twice_and_the_figures_come_back(pair):
    assert everybody().count() == 2
    merge = merged(*pair)
    assert everybody().count() == 1
    unmerge(actor=CLERK, merge_id=merge.pk)
    assert everybody().count() == 2


def test_old_names_and_numbers_lead_to_the_record_that_stayed(pair):
    kept, gone = pair
    Person.objects.filter(pk=gone.pk).update(name="欧阳小静")
    merge = merged(kept, gone)

    for text in ("欧阳小静", "2001040132", "M05001", "ouyang@example.test"):
        assert [one.pk for one in search(text, people=everybody())] == [kept.pk], text

    unmerge(actor=CLERK, merge_id=merge.pk)
    assert [one.pk for one in search("2001040132", people=everybody())] == [gone.pk]


def test_the_clerk_chooses_field_by_field(pair):
    kept, gone = pair
    merged(kept, gone, choices={"name": "gone", "birth_date": "gone", "sex": "kept"})
    kept.refresh_from_db()
    assert (kept.name, kept.birth_date, kept.sex) == ("歐陽靜", date(1983, 1, 1), "")


def test_what_is_there_the_stricter_and_the_better_known_is_suggested(pair):
    kept, gone = pair
    Person.objects.filter(pk=gone.pk).update(grade=2)
    gone.refresh_from_db()
    chosen = {one.name: one.chosen for one in suggest_choices(kept, gone)}
    assert chosen == {"name": "kept", "sex": "gone", "birth_date": "kept", "grade": "gone"}
    assert suggest_kept(kept, gone)[0] == gone  # more studies


def test_facts_made_after_the_merge_go_where_they_belong(pair):
    kept, gone = pair
    merge = merged(kept, gone)
    later = act(kept, "later")
    assigned = act(kept, "assigned")
    point = add_contact(actor=CLERK, person_id=kept.pk, kind="phone", value="13900139000")

    facts = {fact.ref for fact in facts_since(merge)}
    assert len(facts) == 3
    mine = [ref for ref in facts if str(assigned) in ref]
    unmerge(actor=CLERK, merge_id=merge.pk, to_gone=mine)

    assert {one.idempotency_key for one in Act.objects.filter(person=kept)} == {"kept-1", "later"}
    assert {one.idempotency_key for one in Act.objects.filter(person=gone)} == {
        "gone-1",
        "gone-2",
        "assigned",
    }
    point.refresh_from_db()
    assert point.person_id == kept.pk
    assert Act.objects.get(id=later).person_id == kept.pk


def test_an_address_of_the_other_entered_again_is_theirs_by_rule(pair):
    kept, gone = pair
    merge = merged(kept, gone)
    theirs = ContactPoint.objects.get(normalised="ouyang@example.test")
    end_contact(actor=CLERK, contact_id=theirs.pk)
    again = add_contact(actor=CLERK, person_id=kept.pk, kind="email", value="ouyang@example.test")

    unmerge(actor=CLERK, merge_id=merge.pk)

    again.refresh_from_db()
    assert again.person_id == gone.pk


def test_what_was_edited_since_stays_edited(pair):
    kept, gone = pair
    merge = merged(kept, gone)
    change_person(actor=CLERK, person_id=kept.pk, changes={"sex": "m", "salutation": "老师"})

    undone = unmerge(actor=CLERK, merge_id=merge.pk)

    kept.refresh_from_db()
    assert (kept.sex, kept.salutation) == ("m", "老师")
    assert undone.left == 1
    assert Person.objects.get(pk=gone.pk).sex == "f"


def test_a_life_that_went_on_is_taken_apart(pair):
    kept, gone = pair
    merge = merged(kept, gone)
    for point in ContactPoint.objects.filter(person=kept):
        set_contact_status(actor=CLERK, contact_id=point.pk, status="wrong")
    unmerge(actor=CLERK, merge_id=merge.pk)
    for person in (kept, gone):
        person.refresh_from_db()
        states = PersonState.objects.filter(person=person, kind="contact", valid_to=None)
        assert states.count() == 1
    assert not kept.contactable
    assert gone.contactable  # the phone stayed with this record, where nobody found it wrong


def test_two_merges_are_taken_back_in_either_order(pair):
    kept, gone = pair
    third = make_person("欧阳静", unit=make_unit(), phone="13700137000")
    act(third, "third-1")
    for order in ((0, 1), (1, 0)):
        before = every_table()
        merges = [merged(kept, gone), merged(third, kept)]
        gone.refresh_from_db()
        assert gone.merged_into_id == third.pk
        for place in order:
            unmerge(actor=CLERK, merge_id=merges[place].pk)
        left = differing(before, every_table())
        heads = left.pop("people_person", None)
        assert left == {}
        assert heads is None or order == (0, 1)  # only counters of changes


def test_the_dead_stay_dead(pair):
    kept, gone = pair
    mark_deceased(actor=CLERK, person_id=gone.pk, on=date(2020, 3, 1))
    before = every_table()
    merge = merged(kept, gone)
    kept.refresh_from_db()
    assert kept.deceased
    assert not kept.contactable
    unmerge(actor=CLERK, merge_id=merge.pk)
    assert differing(before, every_table()) == {}


def test_an_account_moves_along_and_two_accounts_refuse(pair):
    kept, gone = pair
    gone.user = User.objects.create_user("a@example.test", "pw-enough-1", display_name="A")
    gone.save(update_fields=["user"])
    merge = merged(kept, gone)
    kept.refresh_from_db()
    assert kept.user_id == gone.user_id
    unmerge(actor=CLERK, merge_id=merge.pk)
    gone.refresh_from_db()
    assert gone.user_id is not None

    kept.refresh_from_db()
    kept.user = User.objects.create_user("b@example.test", "pw-enough-1", display_name="B")
    kept.save(update_fields=["user"])
    before = every_table()
    with pytest.raises(MergeRefusedError):
        merged(kept, gone)
    assert differing(before, every_table()) == {}


def test_the_decision_is_remembered_and_audited(pair):
    kept, gone = pair
    first, second = sorted((kept.pk, gone.pk))
    merge = merged(kept, gone)
    unmerge(actor=CLERK, merge_id=merge.pk)
    candidate = MatchCandidate.objects.get(first_id=first, second_id=second)
    assert candidate.decision == MatchDecision.DIFFERENT
    verbs = AuditEntry.objects.filter(verb__startswith="person.").values_list("verb", flat=True)
    assert {"person.merged", "person.unmerged"} <= set(verbs)
    with pytest.raises(MergeRefusedError):
        unmerge(actor=CLERK, merge_id=merge.pk)


def test_spans_of_two_records_are_those_of_one_person():
    day = date(2020, 1, 1)
    week = timedelta(days=7)
    spans = [
        (day, day + 2 * week, "lost"),
        (day + 2 * week, None, "contactable"),
        (day + week, day + 3 * week, "contactable"),
        (day + 3 * week, None, "lost"),
    ]
    assert joined_spans(spans, None) == [
        (day, day + week, "lost"),
        (day + week, None, "contactable"),
    ]
    assert joined_spans(spans, day + 2 * week)[-1] == (day + week, day + 2 * week, "contactable")


def test_merged_people_are_for_nobody(pair):
    kept, gone = pair
    user = User.objects.create_user("c@example.test", "pw-enough-1", display_name="C")
    merged(kept, gone)
    assert not visible_people(user).filter(pk=gone.pk).exists()


def test_a_wish_told_by_the_link_of_the_record_that_went_counts_for_the_one_that_stayed(pair):
    kept, gone = pair
    merged(kept, gone)
    set_topic(
        actor=CLERK, person_id=gone.pk, topic="news", channel=Channel.EMAIL, wanted=False,
        method=Method.STAFF,
    )  # fmt: skip
    assert Preference.objects.get(person=kept, topic="news").wanted is False
    assert not Preference.objects.filter(person=gone, topic="news").exists()
