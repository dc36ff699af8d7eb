"""Everybody of the segment is judged, by the weightiest reason, in one statement."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from wutong.core.consent.public import ALL_TOPICS, Channel, Method, pause, set_topic
from wutong.core.people.models import ContactPoint, Person
from wutong.core.reference.enums import Grade
from wutong.engines.outreach.models import Campaign, Recipient
from wutong.engines.outreach.services.snapshot import build_snapshot
from wutong.kernel import clock
from wutong.platform.outbox.enums import SuppressionReason
from wutong.platform.outbox.public import address_hash, suppress

from .making import OFFICE, account, campaign, college, person, segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return account("staff")


def reasons(sending):
    build_snapshot(sending)
    return dict(Recipient.objects.filter(campaign=sending).values_list("person_id", "reason"))


def wish(one, topic, wanted):
    set_topic(
        actor=OFFICE,
        person_id=one.pk,
        topic=topic,
        channel=Channel.EMAIL,
        wanted=wanted,
        method=Method.STAFF,
    )


def test_those_without_a_reason_get_it_at_their_address(author):
    one = person(email="Wang@Example.org")
    sending = campaign(author)

    assert build_snapshot(sending) == {"": 1}
    row = Recipient.objects.get(campaign=sending, person=one)
    assert (row.reason, row.address, row.language) == ("", "wang@example.org", "zh-hans")
    assert bytes(row.address_hash) == address_hash("wang@example.org")


def places(sending):
    """Where each person's row lies: it moves when it is written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, ctid::text FROM outreach_recipient WHERE campaign_id = %s",
            [sending.pk],
        )
        return dict(cursor.fetchall())


def test_judging_again_writes_only_what_changed(author):
    same, moved, died, gone = (person(f"人{number}") for number in range(4))
    sending = campaign(author)
    build_snapshot(sending)
    before = places(sending)
    ContactPoint.objects.filter(person=moved).update(normalised="new@example.org")
    Person.objects.filter(pk=died.pk).update(deceased=True)
    Person.objects.filter(pk=gone.pk).update(grade=Grade.SENSITIVE)  # out of the author's sight

    assert build_snapshot(sending) == {"": 2, "deceased": 1}

    after = places(sending)
    assert after[same.pk] == before[same.pk]
    assert dict(Recipient.objects.filter(campaign=sending).values_list("person_id", "address")) == {
        same.pk: Recipient.objects.get(campaign=sending, person=same).address,
        moved.pk: "new@example.org",
        died.pk: "",
    }


def test_the_dead_get_nothing_whatever_else_is_true(author):
    one = person(deceased=True, email=None, contactable=False)
    wish(one, "greetings", wanted=False)

    assert reasons(campaign(author)) == {one.pk: "deceased"}


def test_each_reason_is_found(author):
    dead = person("亡者", deceased=True)
    lost = person("失联", email=None, contactable=False)
    without = person("无邮", email=None)
    bounced = person("退信", status="bounced")
    suppressed = person("禁发", email="stop@example.org")
    stopped = person("全停")
    unsubscribed = person("退订")
    paused = person("暂停")
    gets = person("收到")
    suppress(
        actor=OFFICE,
        hashed=address_hash("stop@example.org"),
        reason=SuppressionReason.COMPLAINT,
    )
    wish(stopped, ALL_TOPICS, wanted=False)
    wish(unsubscribed, "greetings", wanted=False)
    pause(actor=OFFICE, person_id=paused.pk, channel=Channel.EMAIL, method=Method.STAFF)

    assert reasons(campaign(author)) == {
        dead.pk: "deceased",
        lost.pk: "lost",
        without.pk: "no_email",
        bounced.pk: "bounced",
        suppressed.pk: "suppressed",
        stopped.pk: "stopped",
        unsubscribed.pk: "unsubscribed",
        paused.pk: "paused",
        gets.pk: "",
    }


def test_sensitive_records_are_invisible_to_staff_and_left_out_for_the_cleared(author):
    person("机密", grade=2)
    assert reasons(campaign(author)) == {}

    director = account("director")
    assert list(reasons(campaign(director)).values()) == ["sensitive"]


def test_a_topic_that_needs_consent_goes_to_those_who_gave_it(author):
    silent, willing = person("沉默"), person("同意")
    wish(willing, "news", wanted=True)

    assert reasons(campaign(author, topic="news")) == {silent.pk: "no_consent", willing.pk: ""}


def test_leaving_one_topic_leaves_the_others_on(author):
    one = person()
    wish(one, "news", wanted=True)
    wish(one, "news", wanted=False)

    assert reasons(campaign(author, topic="news")) == {one.pk: "unsubscribed"}
    assert reasons(campaign(author, topic="greetings")) == {one.pk: ""}


def test_an_address_gets_one_letter_and_the_other_person_is_named(author):
    first = person("张父", email="home@example.org")
    second = person("张子", email="home@example.org")
    sending = campaign(author)

    assert reasons(sending) == {first.pk: "", second.pk: "duplicate"}
    row = Recipient.objects.get(campaign=sending, person=second)
    assert (row.shares_with, row.address) == (first.pk, "")


def test_the_dead_do_not_keep_the_living_from_a_shared_address(author):
    dead = person("张父", email="home@example.org", deceased=True)
    second = person("张子", email="home@example.org")

    assert reasons(campaign(author)) == {dead.pk: "deceased", second.pk: ""}


def test_nobody_gets_more_than_the_house_allows_itself(author, settings):
    settings.OUTREACH_CAP = (2, 7)
    one = person()
    for days in (1, 3):
        earlier = campaign(author)
        build_snapshot(earlier)
        Campaign.objects.filter(pk=earlier.pk).update(sent_at=clock.now() - timedelta(days=days))

    assert reasons(campaign(author)) == {one.pk: "frequency"}
    Campaign.objects.filter(sent_at__isnull=False).update(sent_at=clock.now() - timedelta(days=8))
    assert reasons(campaign(author)) == {one.pk: ""}


def test_the_segment_decides_and_so_does_the_authors_scope(author):
    inside = person("计科", unit=college("CS"))
    outside = person("历史", unit=college("HIS", "历史学院"))
    wanted = segment(author, ("study", {"leave_from": 2005, "leave_to": 2005}))
    assert reasons(campaign(author, segment=wanted)) == {inside.pk: "", outside.pk: ""}

    coordinator = account("coordinator", college="CS")
    assert reasons(campaign(coordinator)) == {inside.pk: ""}


def test_the_language_is_one_the_greeting_is_written_in(author):
    english = person("Smith", language="en")
    sending = campaign(author, subject_en="", body_en="")

    build_snapshot(sending)

    assert Recipient.objects.get(person=english).language == "zh-hans"


def test_counting_again_replaces_what_was_counted(author):
    one = person()
    sending = campaign(author)
    build_snapshot(sending)
    wish(one, "greetings", wanted=False)

    assert build_snapshot(sending) == {"": 0, "unsubscribed": 1}
    assert Recipient.objects.filter(campaign=sending).count() == 1


def test_the_whole_segment_is_judged_in_a_fixed_number_of_statements(
    author, django_assert_max_num_queries
):
    for number in range(5):
        person(f"人{number}")
    sending = campaign(author)

    with django_assert_max_num_queries(9):
        build_snapshot(sending)
