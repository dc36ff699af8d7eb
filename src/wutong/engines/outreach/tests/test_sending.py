"""From draft to the last letter: two people, ten minutes, one statement, and nobody twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from wutong.core.consent.public import Channel, Method, set_topic
from wutong.core.people.models import Person
from wutong.engines.outreach.errors import MarkupError, OutreachError, StateError
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.services import campaigns, scheduling
from wutong.engines.outreach.services.due import send_what_is_due
from wutong.engines.outreach.services.hooks import GreetingSource
from wutong.kernel.actors import Actor
from wutong.kernel.clock import now
from wutong.platform.approvals.public import decide, requests_for
from wutong.platform.links.public import open_link
from wutong.platform.outbox.enums import Reason
from wutong.platform.outbox.models import Delivery, SingleMail, Stream
from wutong.platform.outbox.public import StreamRef, enqueue_single
from wutong.platform.privacy.public import retention_rules

from .making import NOON, OFFICE, account, campaign, college, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return account("staff")


@pytest.fixture
def director():
    return account("director")


def handed_in(author, **values):
    sending = campaign(author, **values)
    return campaigns.hand_in(actor=Actor.of(author), user=author, campaign=sending)


def approved(author, director, **values):
    sending = handed_in(author, **values)
    request = requests_for(sending.ref)[0]
    decide(request_id=request.pk, user=director, actor=Actor.of(director), approve=True)
    sending.refresh_from_db()
    return sending


def sent(author, director, **values):
    sending = approved(author, director, **values)
    with time_machine.travel(NOON, tick=False) as clock:
        scheduling.schedule(actor=Actor.of(author), campaign=sending)
        clock.shift(timedelta(minutes=10))
        assert campaigns.send_due(campaign_id=sending.pk) is True
    sending.refresh_from_db()
    return sending


def test_approved_by_a_second_person_it_waits_ten_minutes_and_leaves(author, director):
    one = person("王晓明", unit=college("CS"))
    sending = approved(author, director)
    assert (sending.state, sending.approver_id) == ("approved", director.pk)

    with time_machine.travel(NOON, tick=False) as clock:
        scheduling.schedule(actor=Actor.of(author), campaign=sending)
        assert send_what_is_due() == 0
        assert Delivery.objects.exclude(lane=0).count() == 0
        clock.shift(timedelta(minutes=10))
        assert send_what_is_due() == 1
        assert send_what_is_due() == 0

    delivery = Delivery.objects.exclude(lane=0).get()
    assert (delivery.stream, delivery.subject_ref) == (sending.ref, f"person:{one.pk}")
    assert delivery.parts == {"name": "王晓明"}
    sending.refresh_from_db()
    assert sending.state == "sending"
    assert Stream.objects.get(pk=sending.ref).total == 1


def test_it_can_be_called_back_while_it_waits(author, director):
    person()
    sending = approved(author, director)
    with time_machine.travel(NOON, tick=False) as clock:
        scheduling.schedule(actor=Actor.of(author), campaign=sending)
        scheduling.call_back(actor=Actor.of(author), campaign=sending)
        clock.shift(timedelta(hours=1))

        assert campaigns.send_due(campaign_id=sending.pk) is False

    assert Delivery.objects.exclude(lane=0).count() == 0
    assert Campaign.objects.get().state == "approved"


def test_what_is_handed_in_cannot_be_changed(author):
    person()
    sending = handed_in(author)

    with pytest.raises(StateError):
        campaigns.save_campaign(
            actor=Actor.of(author),
            author=author,
            campaign=sending,
            values={"body_zh": "别的"},
        )


def test_a_segment_changed_after_approval_changes_nothing(author, director):
    person("甲", unit=college("CS"))
    sending = approved(author, director)
    wanted = sending.segment
    wanted.definition = {
        "schema": 1,
        "root": {"op": "all", "items": [{"criterion": "reach", "params": {"reach": "lost"}}]},
    }
    wanted.save()
    sending.refresh_from_db()
    with time_machine.travel(NOON, tick=False):
        scheduling.schedule(actor=Actor.of(author), campaign=sending, at=NOON)
        campaigns.send_due(campaign_id=sending.pk)

    assert Delivery.objects.exclude(lane=0).count() == 1


def test_words_changed_behind_the_approval_are_not_sent(author, director):
    person()
    sending = approved(author, director)
    with time_machine.travel(NOON, tick=False):
        scheduling.schedule(actor=Actor.of(author), campaign=sending, at=NOON)
        Campaign.objects.filter(pk=sending.pk).update(body_zh="偷换的文字")

        assert campaigns.send_due(campaign_id=sending.pk) is False

    assert Campaign.objects.get().state == "draft"
    assert Delivery.objects.exclude(lane=0).count() == 0


def test_sent_back_it_becomes_a_draft_again(author, director):
    person()
    sending = handed_in(author)

    decide(
        request_id=requests_for(sending.ref)[0].pk,
        user=director,
        actor=Actor.of(director),
        approve=False,
        comment="请核对日期",
    )

    sending.refresh_from_db()
    assert (sending.state, sending.digest) == ("draft", "")


def test_a_greeting_nobody_would_get_is_not_handed_in(author):
    person(email=None)

    with pytest.raises(OutreachError):
        handed_in(author)

    assert Campaign.objects.get().state == "draft"


def test_an_unknown_merge_field_is_refused_by_name(author):
    with pytest.raises(MarkupError, match="nickname"):
        campaign(author, body_zh="亲爱的{{ nickname }}：")

    assert Campaign.objects.count() == 0


def test_a_person_who_died_after_the_recipients_were_fixed_gets_nothing(author, director):
    living, dead, merged, left = (person(name) for name in ("生", "故", "并", "退"))
    sending = sent(author, director)
    Person.objects.filter(pk=dead.pk).update(deceased=True)
    Person.objects.filter(pk=merged.pk).update(merged_into=living)
    set_topic(
        actor=Actor.of(author),
        person_id=left.pk,
        topic="greetings",
        channel=Channel.EMAIL,
        wanted=False,
        method=Method.ONE_CLICK,
    )

    verdicts = GreetingSource().screen(stream(sending), claimed())

    ids = dict(Delivery.objects.exclude(lane=0).values_list("subject_ref", "id"))
    assert verdicts == {
        ids[f"person:{dead.pk}"]: Reason.DECEASED,
        ids[f"person:{merged.pk}"]: Reason.WITHDRAWN,
        ids[f"person:{left.pk}"]: Reason.UNSUBSCRIBED,
    }


def stream(sending):
    row = Stream.objects.get(pk=sending.ref)
    return StreamRef(row.key, row.campaign_month, row.topic, row.legal_body)


def claimed():
    return list(Delivery.objects.exclude(lane=0).order_by("id"))


def test_each_letter_carries_links_of_its_own(author, director, settings):
    settings.SITE_URL = "https://alumni.example"
    first, second = person("甲"), person("乙")
    sending = sent(author, director)

    values = GreetingSource().values(stream(sending), claimed())

    tokens = [value["action_url"].rpartition("/")[2] for value in values]
    assert [open_link(token).context.subject_id for token in tokens] == [first.pk, second.pk]
    assert {value["unsubscribe_url"][:27] for value in values} == {
        "https://alumni.example/u/" + x[:2] for x in [values[0]["unsubscribe_url"][25:]]
    }


def test_screening_and_minting_cost_the_same_however_many(
    author, director, django_assert_num_queries
):
    for number in range(4):
        person(f"人{number}")
    sending = sent(author, director)
    source, ref, batch = GreetingSource(), stream(sending), claimed()
    source.values(ref, batch)

    for some in (batch[:1], batch):
        with django_assert_num_queries(4):
            source.screen(ref, some)
    with django_assert_num_queries(0):
        source.values(ref, batch)


def test_after_three_years_nothing_says_where_it_went_and_the_figures_stay(author, director):
    one = person("王晓明", unit=college("CS"))
    sending = sent(author, director)
    for told_of_the_approval in (
        SingleMail.objects.all(),
        Delivery.objects.exclude(stream=sending.ref),
    ):
        told_of_the_approval.delete()
    rule, end = retention_rules.get("outbox.deliveries"), NOON + timedelta(minutes=20)
    Delivery.objects.update(state="uncertain", accepted_at=end, last_reply="250 p1@example.org")
    Stream.objects.update(state="finished", finished_at=end)
    late = end + timedelta(days=1096)
    assert (rule.due(late), rule.run(OFFICE, late)) == (0, 0)  # still to be decided
    Delivery.objects.update(state="accepted")
    assert (rule.due(late - timedelta(days=2)), rule.due(late)) == (0, 1)
    assert (rule.run(OFFICE, late), rule.due(late), rule.run(OFFICE, late)) == (1, 0, 0)
    row, chosen = Delivery.objects.get(), sending.recipients.get()
    assert (row.address, row.name, row.parts, row.last_reply) == ("", "", {}, "")
    assert (row.state, row.subject_ref, chosen.address) == ("accepted", f"person:{one.pk}", "")
    assert Stream.objects.get().total == 1
    enqueue_single(actor=OFFICE, to="a@example.org", subject="登录", text="123456")
    rule, later = retention_rules.get("outbox.singles"), now() + timedelta(days=181)
    Delivery.objects.filter(stream__startswith="single:").update(state="accepted")
    assert (rule.due(later), rule.run(OFFICE, later), rule.due(later)) == (1, 1, 0)
    assert set(Delivery.objects.values_list("address")) == {("",)}
