"""A greeting by text message: judged by numbers, measured, held to the carrier's word, sent."""

from datetime import datetime
from decimal import Decimal

import pytest
import time_machine

from wutong.core.consent.public import ALL_TOPICS, Channel, Method, set_topic
from wutong.core.people.models import ContactPoint
from wutong.core.people.public import contact_columns
from wutong.devtools.texts.behaviour import Behaviour
from wutong.devtools.texts.server import Simulator
from wutong.devtools.texts.store import TextStore
from wutong.engines.outreach.errors import MarkupError, OutreachError
from wutong.engines.outreach.models import Campaign, Recipient
from wutong.engines.outreach.selectors import bill_of, results_of
from wutong.engines.outreach.services.campaigns import (
    approval_closed,
    copy_campaign,
    hand_in,
    save_campaign,
    send_due,
)
from wutong.engines.outreach.services.scheduling import schedule
from wutong.engines.outreach.services.snapshot import build_snapshot
from wutong.engines.outreach.services.trying import preview
from wutong.engines.outreach.texts import WAY_OUT, check_text
from wutong.engines.outreach.why import explain_to
from wutong.kernel.actors import Actor
from wutong.kernel.clock import CAMPUS
from wutong.platform.approvals.public import decide, requests_for
from wutong.platform.outbox.enums import SuppressionReason
from wutong.platform.outbox.models import TextSignature, TextTemplate
from wutong.platform.outbox.public import number_hash, suppress
from wutong.platform.outbox.sms.pump import run_texts

from .making import OFFICE, account, body, person, segment

pytestmark = pytest.mark.django_db
SIGN = "梧桐大学校友会"
WORDS = "{{ name|校友 }}新年好,母校想念您 {{ action_url }} 。"
MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=CAMPUS)


def reach(one, number, **fields):
    columns = contact_columns("phone", number)
    ContactPoint.objects.create(
        person=one, kind="phone", value=columns.value, normalised=columns.normalised,
        masked=columns.masked, value_hash=columns.value_hash, **fields,
    )  # fmt: skip
    return one


@pytest.fixture
def gateway(settings, tmp_path):
    """Alibaba's cloud, simulated; nothing is set up at the other one."""
    settings.OUTBOX_JOURNAL = tmp_path / "outbox"
    store = TextStore(":memory:")
    simulator = Simulator(
        store=store,
        behaviour=Behaviour(receipt_delay=3600),
        keys={"id": "secret"},
        signatures=frozenset({SIGN}),
    )
    before = {code: dict(raw) for code, raw in settings.SMS_GATEWAYS.items()}
    settings.SMS_GATEWAYS["aliyun"].update(
        endpoint=simulator.address, key_id="id", secret="secret", rate=0, connections=1
    )
    settings.SMS_GATEWAYS["tencent"].update(key_id="", secret="")
    with time_machine.travel(MORNING, tick=False):
        yield simulator
    simulator.close()
    for code, raw in before.items():
        settings.SMS_GATEWAYS[code].update(raw)


@pytest.fixture
def author():
    return account("staff")


@pytest.fixture
def sending(author):
    signature = TextSignature.objects.create(gateway="aliyun", text=SIGN, state="approved")
    return save_campaign(
        actor=OFFICE,
        author=author,
        values={
            "title": "元旦短信", "legal_body": body(), "topic": "greetings",
            "segment": segment(author), "body_zh": WORDS, "channel": Channel.SMS,
            "signature": signature,
        },
    )  # fmt: skip


def approved(gateway):
    body = WORDS.replace("{{ name|校友 }}", "{{ name }}") + WAY_OUT["zh-hans"]
    gateway.store.keep_template("aliyun", "SMS_7", body)
    return TextTemplate.objects.create(
        gateway="aliyun", kind="greeting", title="元旦", body=body, code="SMS_7", state="approved"
    )


def test_everybody_is_judged_by_their_numbers(gateway, sending):
    gets = reach(reach(person("甲", email=None), "010-62520000", is_primary=True), "13800000011")
    people = {
        "": gets,
        "no_number": person("乙"),
        "landline": reach(person("丙", email=None), "010-62520001"),
        "overseas": reach(person("丁", email=None), "+1 212 555 0123"),
        "dead_number": reach(person("戊", email=None), "13800000012", status="bounced"),
        "suppressed": reach(person("己", email=None), "13800000013"),
        "stopped": reach(person("庚", email=None), "13800000014"),
        "duplicate": reach(person("辛", email=None), "13800000011"),
    }
    suppress(
        actor=OFFICE, hashed=number_hash("+8613800000013"), reason=SuppressionReason.UNSUBSCRIBE
    )
    set_topic(
        actor=OFFICE, person_id=people["stopped"].pk, topic=ALL_TOPICS, channel=Channel.SMS,
        wanted=False, method=Method.REPLY,
    )  # fmt: skip
    build_snapshot(sending)
    found = dict(Recipient.objects.filter(campaign=sending).values_list("person_id", "reason"))
    assert found == {one.pk: reason for reason, one in people.items()}
    assert Recipient.objects.get(campaign=sending, person=gets).address == "+8613800000011"


@pytest.mark.parametrize("words", ["【校友会】您好", "两行\n字", "{{ nobody }}您好", "字" * 500])
def test_words_that_cannot_be_a_text_are_refused(words):
    with pytest.raises(MarkupError):
        check_text(words, "zh-hans")


def test_it_leaves_only_with_the_carriers_word_and_is_told_in_every_place(gateway, author, sending):
    one = reach(person("林清澜", email=None), "13800000011")
    with pytest.raises(OutreachError, match="has not approved these words"):
        hand_in(actor=Actor.of(author), user=author, campaign=sending)
    approved(gateway)
    build_snapshot(sending)
    assert preview(campaign=sending, language="zh-hans", person_id=one.pk).text.startswith(
        f"【{SIGN}】林清澜新年好"
    )
    bill = bill_of(Campaign.objects.get(pk=sending.pk))
    assert (bill.home, bill.abroad, bill.waiting, bill.hours) == (1, 0, 0, "09:00\u201320:00")
    assert bill.cost == bill.parts * Decimal("0.045")
    hand_in(actor=Actor.of(author), user=author, campaign=sending)
    director = account("director")
    decide(
        request_id=requests_for(sending.ref)[0].pk, user=director, actor=Actor.of(director),
        approve=True, comment="",
    )  # fmt: skip
    approval_closed(campaign_id=sending.pk, actor=Actor.of(director))
    sending.refresh_from_db()
    schedule(actor=OFFICE, campaign=sending, at=MORNING)
    assert send_due(campaign_id=sending.pk)
    run_texts(sending.ref)

    text = gateway.store.page()[0]
    assert text.number == "13800000011"
    assert "/a/" in text.body
    assert text.body.endswith(WAY_OUT["zh-hans"])
    sending.refresh_from_db()
    assert sending.state == "finished"
    results = results_of(sending)
    assert (results.sent, results.unreported, results.counts.parts) == (1, 1, bill.parts)
    assert "taken by the gateway" in explain_to(sending, one)
    copy = copy_campaign(actor=OFFICE, author=author, campaign=sending)
    assert (copy.by_text, copy.signature) == (True, sending.signature)


def test_the_composer_counts_while_one_types_and_keeps_templates(gateway, client_of, author):
    signature = TextSignature.objects.create(gateway="aliyun", text=SIGN, state="approved")
    staff = client_of("staff")
    said = staff.post(
        "/office/campaigns/measure/", {"body_zh": "新年好", "signature": signature.pk}
    ).content.decode()
    assert f"【{SIGN}】新年好拒收请回复R" in said
    assert "18 characters, 1 part" in said
    assert "not handed in to the carrier" in said
    said = staff.post("/office/campaigns/measure/", {"body_zh": "{{ x }}"}).content.decode()
    assert "There is no merge field" in said
    form = {
        "title": "新年", "kind": "greeting", "language": "zh-hans", "body": "新年好",
        "gateway": "aliyun", "state": "approved",
    }  # fmt: skip
    assert staff.post("/office/campaigns/templates/new/", form).status_code == 422
    assert (
        staff.post("/office/campaigns/templates/new/", form | {"code": "SMS_9"}).status_code == 302
    )
    assert TextTemplate.objects.get().body == "新年好拒收请回复R"
    assert (
        "approved by the carrier"
        in staff.post(
            "/office/campaigns/measure/", {"body_zh": "新年好", "signature": signature.pk}
        ).content.decode()
    )
    for path in ("templates/", "new/?channel=sms"):
        assert staff.get(f"/office/campaigns/{path}").status_code == 200
