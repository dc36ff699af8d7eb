"""A text message is answered by text, in the words the carrier approved."""

import pytest

from wutong.engines.outreach.tests.making import account
from wutong.kernel.actors import Actor
from wutong.platform.outbox.enums import InboundChannel, InboundKind, SuppressionReason
from wutong.platform.outbox.models import Delivery, TextSignature, TextTemplate
from wutong.platform.outbox.public import Arrival, number_hash, suppress, take_in

pytestmark = pytest.mark.django_db
NUMBER = "+8613800000007"


@pytest.fixture
def asked(settings):
    before = dict(settings.SMS_GATEWAYS["aliyun"])
    settings.SMS_GATEWAYS["aliyun"].update(key_id="id", secret="secret")
    yield take_in(
        Arrival(
            channel=InboundChannel.SMS, unique=b"1", source="aliyun", kind=InboundKind.REPLY,
            recipient="梧桐大学校友会", address=NUMBER, address_hash=number_hash(NUMBER),
            text="请问返校日是哪天？",
        )
    )  # fmt: skip
    settings.SMS_GATEWAYS["aliyun"].update(before)


def test_a_text_is_answered_by_text(asked, client):
    client.force_login(account("staff"))
    page = f"/office/inbox/{asked.pk}/"
    assert b'value="answer"' not in client.get(page).content  # no wording is approved yet
    TextSignature.objects.create(gateway="aliyun", text="梧桐大学校友会", state="approved")
    TextTemplate.objects.create(
        gateway="aliyun", kind="notice", title="答复", code="SMS_9", state="approved",
        body="校友会答复您：{{ answer }}。",
    )  # fmt: skip
    assert b'value="answer"' in client.get(page).content
    assert client.post(page, {"do": "answer", "text": "字" * 36}).status_code == 422
    client.post(page, {"do": "answer", "text": "十月十八日，欢迎回来"})
    row = Delivery.objects.get(address=NUMBER)
    assert row.parts["answer"] == "十月十八日，欢迎回来"
    assert (row.parts["_template"], row.parts["_signature"]) == ("SMS_9", "梧桐大学校友会")
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("done", "十月十八日，欢迎回来")


def test_who_wants_no_more_texts_is_not_answered_by_one(asked, client):
    suppress(
        actor=Actor.system("test"),
        hashed=number_hash(NUMBER),
        reason=SuppressionReason.UNSUBSCRIBE,
    )
    client.force_login(account("staff"))
    client.post(f"/office/inbox/{asked.pk}/", {"do": "answer", "text": "好"})
    assert not Delivery.objects.filter(address=NUMBER).exists()
