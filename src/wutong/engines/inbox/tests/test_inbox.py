"""What people write back: whose it is, what they wish, who answers, who sees it."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wutong.core.consent.public import ALL_TOPICS, changes_of
from wutong.core.engagement.models import Act
from wutong.engines.inbox.registry import stream_homes
from wutong.engines.outreach.tests.making import college, person
from wutong.kernel.actors import Actor
from wutong.platform.outbox.enums import InboundChannel, InboundKind
from wutong.platform.outbox.models import Delivery, InboundMessage, SingleMail, Suppression
from wutong.platform.outbox.public import (
    Arrival,
    DeliveryRef,
    MessageContent,
    Sender,
    open_stream,
    take_in,
)
from wutong.platform.outbox.services.inbound import receive_mail

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")


@pytest.fixture
def written_to():
    """A greeting that was delivered to somebody: (person, its delivery)."""
    stream = open_stream(
        actor=OFFICE,
        key="trial:7",
        label="中秋问候",
        sender=Sender("校友会", "office@wutong.test"),
        contents={"zh-hans": MessageContent("您好", "<p>好</p>", "好")},
        topic="greetings",
        list_unsubscribe=False,
    )
    one = person("陈静", email="chen@home.test", unit=college())
    row = Delivery.objects.create(
        campaign_month=stream.campaign_month, stream=stream.key, subject_ref=f"person:{one.pk}",
        address="chen@home.test", address_hash=bytes(one.contact_points.get().value_hash),
        state="accepted",
    )  # fmt: skip
    return one, DeliveryRef(row.campaign_month, row.id)


def mail(text, writer="chen@home.test", subject="Re: 您好"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = writer, "office@wutong.test", subject
    message["Message-ID"] = "<asked@home.test>"
    message.set_content(text)
    return message.as_bytes()


def wishes(one):
    return list(changes_of(one.pk).values_list("topic", "channel", "after__wanted", "method"))


def test_an_answer_goes_to_the_owner_and_is_an_act_of_the_person(
    written_to, make_user, monkeypatch
):
    one, ref = written_to
    owner = make_user("staff")

    class Home:
        def page(self, stream):
            return f"/{stream}"

        def owner(self, stream):
            return owner.pk

    monkeypatch.setattr(stream_homes, "find", lambda key: Home() if key == "trial" else None)
    receive_mail(raw=mail("谢谢老师！", writer="elsewhere@work.test"), about=ref)
    kept = InboundMessage.objects.get()
    assert (kept.kind, kept.state, kept.stream, kept.subject_ref, kept.assigned_to) == (
        "reply", "open", "trial:7", f"person:{one.pk}", owner,
    )  # fmt: skip
    assert list(Act.objects.values_list("kind", "person_id")) == [("message.reply", one.pk)]


@pytest.mark.parametrize("known", [True, False], ids=["answered", "by-address"])
def test_asking_to_stop_is_obeyed_at_once(written_to, known):
    """The topic that was answered; everything where nobody can tell which it was."""
    one, ref = written_to
    receive_mail(raw=mail("退订"), about=ref if known else None)
    topic = "greetings" if known else ALL_TOPICS
    assert wishes(one) == [(topic, "email", False, "reply")]
    kept = InboundMessage.objects.get()
    assert (kept.verdict, kept.state) == ("unsubscribed", "done")
    assert not Suppression.objects.exists()


def test_a_stranger_who_asks_to_stop_is_left_alone_by_address():
    receive_mail(raw=mail("退订", writer="stranger@x.test"))
    kept = InboundMessage.objects.get()
    assert (kept.verdict, kept.state) == ("suppressed", "open")
    assert bytes(Suppression.objects.get().address_hash) == bytes(kept.address_hash)


def test_a_complaint_ends_everything_and_a_dead_mailbox_is_marked(written_to):
    one, ref = written_to
    note = {"channel": InboundChannel.EMAIL, "source": "hook:x", "delivery": ref}
    take_in(Arrival(unique=b"1", kind=InboundKind.COMPLAINT, **note))
    assert wishes(one) == [(ALL_TOPICS, "email", False, "complaint")]
    assert take_in(Arrival(unique=b"1", kind=InboundKind.COMPLAINT, **note)) is None
    take_in(Arrival(unique=b"2", kind=InboundKind.BOUNCE_HARD, detail="5.1.1 no", **note))
    assert one.contact_points.get().status == "bounced"


def test_a_text_message_with_td_stops_text_messages_only(written_to):
    one, _ref = written_to
    take_in(
        Arrival(
            channel=InboundChannel.SMS, unique=b"up-1", kind=InboundKind.REPLY, text="T",
            address="13800000000", subject_ref=f"person:{one.pk}", stream="trial:7",
        )
    )  # fmt: skip
    assert wishes(one) == [("greetings", "sms", False, "reply")]


def test_the_office_answers_hands_over_and_closes(written_to, client_of):
    _one, ref = written_to
    receive_mail(raw=mail("请问返校日是哪天？\n\n在 2026年，校友会写道：\n> 您好"), about=ref)
    kept = InboundMessage.objects.get()
    client, other = client_of("staff"), client_of("staff")
    page = reverse("office:inbox-message", args=[kept.pk])
    shown = client.get(page).content.decode()
    assert "请问返校日是哪天" in shown
    assert "chen@home.test" not in shown
    assert client.post(page, {"do": "answer", "text": " "}).status_code == 422
    client.post(page, {"do": "assign", "user": other.user.pk})
    client.post(page, {"do": "answer", "text": "五月第三个周六。"})
    kept.refresh_from_db()
    assert (kept.state, kept.answer, kept.assigned_to) == ("done", "五月第三个周六。", other.user)
    raw = bytes(SingleMail.objects.get().raw)
    assert b"In-Reply-To: <asked@home.test>" in raw
    assert b"Auto-Submitted" not in raw
    assert client.get(reverse("office:inbox-list")).status_code == 200
    client.post(page, {"do": "reopen"})
    kept.refresh_from_db()
    assert kept.state == "open"


def test_who_sees_what(written_to, client_of):
    _one, ref = written_to
    receive_mail(raw=mail("谢谢"), about=ref)
    page = reverse("office:inbox-message", args=[InboundMessage.objects.get().pk])
    statuses = {
        "auditor": client_of("auditor").get(page).status_code,
        "auditor changes": client_of("auditor").post(page, {"do": "done"}).status_code,
        "own college": client_of("coordinator", college="CS").get(page).status_code,
        "other college": client_of("coordinator", college="EE").get(page).status_code,
        "volunteer": client_of("volunteer", college="CS").get(page).status_code,
    }
    assert statuses == {
        "auditor": 200, "auditor changes": 403, "own college": 200, "other college": 404,
        "volunteer": 403,
    }  # fmt: skip
    assert InboundMessage.objects.get().state == "open"


def test_the_list_asks_as_often_for_three_as_for_one(written_to, client_of):
    client = client_of("staff")
    counts = []
    for number in range(3):
        receive_mail(raw=mail(f"谢谢 {number}"), about=written_to[1])
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("office:inbox-list"))
        counts.append(len(asked))
    assert counts[1] == counts[2]
    assert counts[2] <= 14
