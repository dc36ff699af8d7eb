"""Leaving is as easy as joining, topic by topic, and everything can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from wutong.core.consent import public as consent
from wutong.core.consent.enums import ALL_TOPICS, PREFERENCES_ACTION, Channel, Method
from wutong.core.consent.models import ConsentRecord, ConsentText, Preference, PreferenceChange
from wutong.core.people.models import Person
from wutong.kernel.actors import Actor
from wutong.platform.audit.models import AuditEntry
from wutong.platform.links.public import open_grant, token_for

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.fixture
def person():
    return Person.objects.create(name="王晓明", contactable=True)


def wish(person, topic, *, wanted):
    return consent.set_topic(
        actor=OFFICE,
        person_id=person.pk,
        topic=topic,
        channel=Channel.EMAIL,
        wanted=wanted,
        method=Method.LINK,
    )


def blocked(topic):
    """Why not, as the whole register is judged; a batch must be judged the same."""
    reason = consent.blocked_reason(topic, Channel.EMAIL)
    judged = dict(Person.objects.annotate(reason=reason).values_list("pk", "reason"))
    assert consent.blocked_among(topic, Channel.EMAIL, list(judged)) == {
        pk: why for pk, why in judged.items() if why
    }
    return judged


def on(person):
    sheet = consent.preference_sheet(person.pk, Channel.EMAIL)
    return [line.topic.code for line in sheet.topics if line.wanted]


def test_greetings_come_by_themselves_and_news_only_when_wanted(person):
    assert on(person) == ["greetings"]
    assert blocked("greetings") == {person.pk: ""}
    assert blocked("news") == {person.pk: "no_consent"}


def test_joining_a_topic_keeps_the_words_agreed_to(person):
    wish(person, "news", wanted=True)

    row = ConsentRecord.objects.get()
    assert (row.basis, row.topic, row.withdrawn_at) == ("consent", "news", None)
    assert "母校新闻" in row.text.text_zh
    assert ConsentText.objects.filter(code="news").count() == 1
    assert blocked("news") == {person.pk: ""}


def test_leaving_withdraws_the_consent_and_keeps_its_record(person):
    wish(person, "news", wanted=True)
    wish(person, "news", wanted=False)

    row = ConsentRecord.objects.get()
    assert (row.withdrawn_at is not None, row.withdrawn_method) == (True, "link")
    assert blocked("news") == {person.pk: "unsubscribed"}


def test_leaving_one_topic_never_takes_another(person):
    wish(person, "news", wanted=True)
    wish(person, "journal", wanted=True)

    wish(person, "journal", wanted=False)

    assert on(person) == ["greetings", "news"]


def test_taking_back_puts_consent_and_wish_as_they_were(person):
    wish(person, "news", wanted=True)
    change = wish(person, "news", wanted=False)

    assert consent.undo_change(actor=OFFICE, change_id=change.pk, person_id=person.pk) is True
    assert on(person) == ["greetings", "news"]
    assert ConsentRecord.objects.get().withdrawn_at is None
    assert consent.undo_change(actor=OFFICE, change_id=change.pk, person_id=person.pk) is False


def test_an_older_change_is_not_taken_back_over_a_newer_one(person):
    first = wish(person, "greetings", wanted=False)
    wish(person, "greetings", wanted=True)

    assert consent.undo_change(actor=OFFICE, change_id=first.pk, person_id=person.pk) is False
    assert on(person) == ["greetings"]


def test_saying_the_same_again_changes_nothing(person):
    wish(person, "greetings", wanted=False)

    assert wish(person, "greetings", wanted=False) is None
    assert PreferenceChange.objects.count() == 1


def test_a_stop_of_everything_weighs_more_than_a_topic(person):
    wish(person, "greetings", wanted=False)
    wish(person, ALL_TOPICS, wanted=False)

    assert blocked("greetings") == {person.pk: "stopped"}


def test_a_pause_ends_by_itself(person):
    with time_machine.travel(NOON, tick=False) as clock:
        consent.pause(actor=OFFICE, person_id=person.pk, channel=Channel.EMAIL, method=Method.LINK)
        assert blocked("greetings") == {person.pk: "paused"}
        clock.shift(timedelta(days=184))
        assert blocked("greetings") == {person.pk: ""}


# the page and the one-click door


@pytest.fixture
def address(person):
    grant = open_grant(
        actor=OFFICE,
        action=PREFERENCES_ACTION,
        key="campaign:1:wishes",
        params={"topic": "greetings", "channel": "email", "source_ref": "campaign:1"},
        valid_for=timedelta(days=30),
    )
    return f"/u/{token_for(grant, person.pk)}"


ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def test_one_click_needs_no_cookie_no_login_and_no_redirect(client, person, address):
    client.handler.enforce_csrf_checks = True
    response = client.post(address, ONE_CLICK)

    assert response.status_code == 200
    assert response.cookies.output() == ""
    change = PreferenceChange.objects.get()
    assert (change.topic, change.method, change.source_ref) == (
        "greetings",
        "one_click",
        "campaign:1",
    )
    assert on(person) == []


def test_one_click_twice_is_still_one_unsubscription(client, person, address):
    client.post(address, ONE_CLICK)

    assert client.post(address, ONE_CLICK).status_code == 200
    assert PreferenceChange.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_firewall_that_fetches_every_link_unsubscribes_nobody(client, person, address, method):
    for _ in range(3):
        getattr(client, method)(address)

    assert Preference.objects.count() == 0
    assert AuditEntry.objects.count() == 0


def test_the_page_names_nothing_but_the_name_and_leaves_no_trace(client, person, address):
    response = client.get(address)

    assert response.status_code == 200
    assert "王晓明" in response.content.decode()
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"].startswith("no-store")
    assert "sessionid" not in response.cookies


def test_leaving_pausing_and_undoing_on_the_page(client, person, address):
    assert client.post(address, {"do": "leave:greetings"}).status_code == 302
    assert on(person) == []

    change = PreferenceChange.objects.get()
    client.post(address, {"do": f"undo:{change.pk}"})
    assert on(person) == ["greetings"]

    client.post(address, {"do": "pause"})
    assert blocked("greetings") == {person.pk: "paused"}
    client.post(address, {"do": "resume"})
    assert blocked("greetings") == {person.pk: ""}


def test_nobody_undoes_somebody_elses_change(client, person, address):
    other = Person.objects.create(name="别人")
    change = wish(other, "greetings", wanted=False)

    client.post(address, {"do": f"undo:{change.pk}"})

    assert Preference.objects.get(person=other).wanted is False


def test_an_altered_address_is_explained_and_does_nothing(client, person, address):
    response = client.post(address[:-1] + "_", ONE_CLICK)

    assert response.status_code == 404
    assert Preference.objects.count() == 0
