"""Why did somebody not get it: one sentence with the reason and the day; mourners and couples."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wutong.core.consent.public import Channel, Method, set_topic
from wutong.core.people.models import PersonState, Relation
from wutong.engines.audiences.definitions import Condition, Group
from wutong.engines.audiences.public import people_in
from wutong.engines.outreach.models import Campaign, Recipient
from wutong.engines.outreach.services.snapshot import build_snapshot
from wutong.engines.outreach.why import explain_to
from wutong.kernel import clock
from wutong.platform.outbox.enums import SuppressionReason
from wutong.platform.outbox.public import address_hash, suppress
from wutong.ui.design.typography import as_day

from .making import OFFICE, account, campaign, college, person, segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return account("staff")


def reasons(sending):
    build_snapshot(sending)
    return dict(Recipient.objects.filter(campaign=sending).values_list("person_id", "reason"))


def died(one, days=10):
    day = clock.today() - timedelta(days=days)
    PersonState.objects.create(person=one, kind="life", value="deceased", valid_from=day)
    one.deceased = True
    one.save(update_fields=["deceased"])
    return day


def test_the_sentence_names_the_reason_and_the_day(author):
    today = as_day(clock.today())
    left, barred, dead = person("退订"), person("禁发", email="x@example.org"), person("亡者")
    father, son = person("张父", email="home@example.org"), person("张子", email="home@example.org")
    lost = person("失联", email=None, contactable=False)
    PersonState.objects.create(person=lost, kind="contact", value="lost", valid_from=clock.today())
    day = died(dead)
    set_topic(
        actor=OFFICE, person_id=left.pk, topic="greetings", channel=Channel.EMAIL, wanted=False,
        method=Method.LINK,
    )  # fmt: skip
    suppress(actor=OFFICE, hashed=address_hash("x@example.org"), reason=SuppressionReason.COMPLAINT)
    sending = campaign(author)
    build_snapshot(sending)

    assert {one.name: explain_to(sending, one, author) for one in (left, barred, dead, son, lost)} == {
        "退订": f"退订 does not get it: unsubscribed from this topic (on {today}, link in a message).",
        "禁发": "禁发 does not get it: address must not be written to"
        f" (the owner complained, since {today}).",
        "亡者": f"亡者 does not get it: has died (on {as_day(day)} as far as is known).",
        "张子": "张子 does not get it: shares the address with another recipient (张父 gets it).",
        "失联": f"失联 does not get it: no way to reach them is known (since {today}).",
    }  # fmt: skip
    assert explain_to(sending, son, account("coordinator", college="XX")).endswith("recipient.")
    assert explain_to(sending, father, author) == "张父 gets this greeting."


def test_whoever_is_not_in_the_segment_is_told_the_condition(author):
    physics = person("物理", unit=college("PHY", "物理学院"))
    wanted = segment(author, ("study", {"leave_from": 2020, "leave_to": 2021}))
    sending = campaign(author, segment=wanted)
    build_snapshot(sending)

    assert explain_to(sending, physics, author) == (
        "物理 is not in the segment this greeting is for: “Studies: left 2020–2021” does not apply,"
        " on record: College PHY Bachelor 2001–2005."
    )
    coordinator = account("coordinator", college="LAW")
    foreign = campaign(coordinator)
    assert "is not among the people" in explain_to(foreign, physics, author)


def test_mourners_are_spared_greetings_for_a_hundred_days(author):
    mother, son, friend = person("母"), person("子"), person("友")
    Relation.objects.create(person=mother, other=son, kind="parent")
    Relation.objects.create(person=friend, other=mother, kind="teacher")
    assert reasons(campaign(author)) == {mother.pk: "", son.pk: "", friend.pk: ""}

    day = died(mother, 99)
    sending = campaign(author)
    assert reasons(sending) == {mother.pk: "deceased", son.pk: "bereaved", friend.pk: ""}
    assert explain_to(sending, son, author) == (
        f"子 does not get it: somebody close has just died (somebody close died on {as_day(day)})."
    )
    PersonState.objects.filter(kind="life").update(valid_from=day - timedelta(days=2))
    assert reasons(campaign(author))[son.pk] == ""


def test_a_couple_greeted_together_gets_one_letter(author):
    wife, husband = person("李妻"), person("王夫")
    Relation.objects.create(person=husband, other=wife, kind="spouse", household=True)
    assert reasons(campaign(author)) == {wife.pk: "", husband.pk: ""}

    together = campaign(author, body_zh="{{ household }}：\n\n母校想念您。")
    assert reasons(together) == {wife.pk: "", husband.pk: "household"}
    row = Recipient.objects.get(campaign=together, person=husband)
    assert (row.shares_with, row.address, row.address_hash) == (wife.pk, "", None)
    set_topic(
        actor=OFFICE, person_id=wife.pk, topic="greetings", channel=Channel.EMAIL, wanted=False,
        method=Method.STAFF,
    )  # fmt: skip
    assert reasons(together) == {wife.pk: "unsubscribed", husband.pk: ""}


def test_people_are_chosen_by_what_they_were_sent(author):
    one, other = person("收到"), person("没收")
    died(other)
    earlier = campaign(author)
    build_snapshot(earlier)
    Campaign.objects.filter(pk=earlier.pk).update(state="finished", sent_at=clock.now())

    def names(did):
        root = Group("all", [Condition("outreach.message", {"chosen": [earlier.pk], "did": did})])
        return list(people_in(root, author).values_list("name", flat=True))

    assert (names("chosen"), names("silent"), names("answered")) == (["收到"], ["收到"], [])
    assert names("left_out") == ["没收"]
    assert one.pk != other.pk
