"""Text messages through both clouds, as the simulator speaks them: sent once, reported, answered."""

import json
import os
import signal
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection, connections

from wutong.devtools.local.server import Request
from wutong.devtools.texts.behaviour import Behaviour
from wutong.devtools.texts.pushing import receipt_of, reply_of
from wutong.devtools.texts.server import Simulator
from wutong.devtools.texts.store import TextStore
from wutong.platform.outbox.enums import DeliveryState, Reason, StreamState, SuppressionReason
from wutong.platform.outbox.models import (
    Delivery,
    InboundMessage,
    Stream,
    Suppression,
    TextPush,
    TextSignature,
    TextTemplate,
)
from wutong.platform.outbox.public import (
    AddressError,
    Hours,
    TextContent,
    count_segments,
    enqueue_code,
    number_hash,
    open_text_stream,
    start_pump,
    stream_progress,
)
from wutong.platform.outbox.services.text_inbound import handle_left_over
from wutong.platform.outbox.sms.pump import run_single_texts, run_texts
from wutong.platform.outbox.sms.signing import acs3_authorization, digest, tc3_authorization
from wutong.platform.outbox.tests.helpers import ACTOR, assert_counters_true, states

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
KEY, SIGN = "trial:1", "梧桐大学校友会"
BODY = "{{ name }}校友,母校祝您新春快乐。拒收请回复R"
TOKEN = "a-long-secret"


@pytest.fixture
def clouds(settings, tmp_path):
    """``clouds(behaviour)``: the simulator, with both gateways led to it."""
    made = []

    def start(behaviour=None, **changes):
        store = TextStore(":memory:")
        for cloud, code in (("aliyun", "SMS_1"), ("tencent", "1001")):
            store.keep_template(cloud, code, BODY)
            store.keep_template(cloud, f"{code}9", "您的验证码是{{ code }},十分钟内有效。")
        simulator = Simulator(
            store=store,
            behaviour=behaviour or Behaviour(receipt_delay=3600),
            keys={"id": "secret"},
            signatures=frozenset({SIGN}),
        )
        made.append(simulator)
        for raw in settings.SMS_GATEWAYS.values():
            fields = {"endpoint": simulator.address, "key_id": "id", "secret": "secret"}
            raw.update({**fields, "app_id": "14", "rate": 0, "connections": 3, **changes})
        return simulator

    before = {code: dict(raw) for code, raw in settings.SMS_GATEWAYS.items()}
    settings.SMS_CALLBACK_TOKEN = TOKEN
    with time_machine.travel(NOON, tick=False):
        yield start
    for simulator in made:
        simulator.close()
    for code, raw in before.items():
        settings.SMS_GATEWAYS[code].update(raw)


def started(gateway, numbers, **values):
    code = {"aliyun": "SMS_1", "tencent": "1001"}[gateway]
    stream = open_text_stream(
        actor=ACTOR,
        key=KEY,
        label="春节短信",
        gateway=gateway,
        signature=SIGN,
        contents={"zh-hans": TextContent(BODY, code, {"name": "敬爱的"})},
    )
    with connection.cursor() as cursor:
        for place, number in enumerate(numbers):
            name = values.get("name", f"校友{place}")
            cursor.execute(
                "INSERT INTO outbox_delivery (campaign_month, stream, subject_ref, address,"
                " address_hash, language, parts) VALUES (%s, %s, %s, %s, %s, 'zh-hans', %s)",
                [stream.campaign_month, KEY, f"person:{place + 1}", number, number_hash(number),
                 json.dumps({"name": name})],
            )  # fmt: skip
    start_pump(actor=ACTOR, stream=KEY)


def mobiles(count):
    return [f"+86138{place:07d}7" for place in range(count)]


def push(client, gateway, what, said):
    return client.post(
        f"/sms/{TOKEN}/{gateway}/{what}", json.dumps(said), content_type="application/json"
    )


def report(client, simulator, gateway):
    """What the cloud would push about every text it took."""
    texts = simulator.store.page(limit=1000)
    said = [receipt_of(one, failed=one.number.endswith("0002")) for one in texts]
    answer = push(client, gateway, "receipts", said)
    assert answer.status_code == 200
    return answer.json()


def test_the_signatures_are_those_of_the_vendors_examples():
    """Alibaba's example of RunInstances, Tencent's of DescribeInstances."""
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": digest(b""),
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai"
    made = acs3_authorization(
        key_id="YourAccessKeyId", secret="YourAccessKeySecret", query=query, headers=headers
    )
    assert made.endswith("06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")
    made = tc3_authorization(
        key_id="AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
        secret="Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        service="cvm",
        timestamp=1551113065,
        headers={
            "content-type": "application/json; charset=utf-8",
            "host": "cvm.tencentcloudapi.com",
        },
        body=b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name":'
        b' "instance-name"}]}',
    )
    assert made.endswith("72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168")


@pytest.mark.parametrize(
    ("text", "domestic", "expected"),
    [
        ("字" * 70, True, ("UCS-2", 70, 1, 0)),
        ("字" * 71, True, ("UCS-2", 71, 2, 63)),
        ("a" * 135, True, ("UCS-2", 135, 3, 66)),
        ("🌲" * 35, True, ("UCS-2", 70, 1, 0)),
        ("a" * 160, False, ("GSM-7", 160, 1, 0)),
        ("€" * 81, False, ("GSM-7", 162, 2, 144)),
        ("字" + "a" * 70, False, ("UCS-2", 71, 2, 63)),
    ],
)
def test_parts_are_counted_as_carriers_bill_them(text, domestic, expected):
    found = count_segments(text, domestic=domestic)
    assert (found.encoding, found.length, found.parts, found.room) == expected


@pytest.mark.parametrize(
    ("number", "utc", "hours"),
    [
        ("+8613800000007", "2026-11-23T04:00", 0),  # noon on campus
        ("+8613800000007", "2026-11-23T12:30", 12.5),  # 20:30: tomorrow at nine
        ("+12125550123", "2026-11-23T04:00", 10),  # 23:00 in New York: at nine there
        ("+12125550123", "2026-11-23T15:00", 0),
        ("+442071838750", "2026-11-23T08:00", 1),
    ],
)
def test_nobody_is_woken(number, utc, hours):
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert Hours.parse("09:00-20:00").wait_for(number, moment) == hours * 3600


@pytest.mark.parametrize("gateway", ["aliyun", "tencent"])
def test_everybody_gets_one_and_receipts_say_what_became_of_it(clouds, client, gateway):
    simulator = clouds()
    numbers = [*mobiles(120), "+8613900000001", "+8613900000002", "+8613900000005"]
    started(gateway, numbers)
    run_texts(KEY)
    took = simulator.store.page(limit=1000)
    assert len({one.number[-11:] for one in took}) == len(took) == 122
    first = next(one for one in took if one.number.endswith("00000007"))
    assert first.body == "校友0校友,母校祝您新春快乐。拒收请回复R"
    assert first.signature == SIGN
    lost = 2 if gateway == "aliyun" else 1  # whose answer was lost with theirs
    assert states() == {"accepted": 122 - lost, "refused": 1, "uncertain": lost}
    assert_counters_true()
    run_texts(KEY)
    assert simulator.store.total() == 122  # an uncertain one is not sent again
    assert Suppression.objects.get().address_hash == number_hash("+8613900000001")

    report(client, simulator, gateway)
    assert states() == {"accepted": 121, "refused": 1, "bounced": 1}
    assert_counters_true()
    counts = stream_progress(KEY)
    assert (counts.arrived, counts.parts, counts.bounced) == (121, 122, 1)
    assert counts.cost == 122 * Decimal("0.045" if gateway == "aliyun" else "0.05")
    assert Suppression.objects.count() == 2  # the number that is gone
    report(client, simulator, gateway)  # the cloud repeats itself
    assert stream_progress(KEY).arrived == 121
    assert bytes(TextPush.objects.get().raw) == b""


def test_one_bad_number_of_a_hundred_is_found_by_halving(clouds, monkeypatch):
    simulator = clouds()
    asked = []
    first_time = simulator.clouds._first_time
    monkeypatch.setattr(
        simulator.clouds, "_first_time", lambda nonce: asked.append(nonce) or first_time(nonce)
    )
    started("aliyun", [*mobiles(70), "+8613900000001", *mobiles(99)[70:]])
    run_texts(KEY)
    assert states() == {"accepted": 99, "refused": 1}
    assert len(asked) == len(set(asked)) <= 15
    assert simulator.store.total() == 99
    assert_counters_true()


def test_a_receipt_that_comes_first_waits_for_its_text(clouds, client):
    simulator = clouds()
    started("tencent", mobiles(1))
    simulator.store.add([("tencent", mobiles(1)[0], SIGN, "1001", "x", 1, "5000:early", "")])
    early = receipt_of(simulator.store.page()[0], failed=False)
    push(client, "tencent", "receipts", [early])
    assert TextPush.objects.get().verdict == "early"
    run_texts(KEY)
    Delivery.objects.filter(stream=KEY).update(gateway_ref="5000:early")
    handle_left_over()
    assert TextPush.objects.get().verdict == "taken"
    assert stream_progress(KEY).arrived == 1


def test_replies_are_kept_and_a_wish_to_leave_is_obeyed(clouds, client):
    simulator = clouds()
    numbers = ["+8613900000003", "+8613900000004", "+8613900000008"]
    started("aliyun", numbers[:2], name="梁")
    run_texts(KEY)
    thanks, leaves = simulator.store.page()
    for text, words in ((leaves, "退订"), (thanks, "谢谢老师")):
        assert push(client, "aliyun", "replies", reply_of(text, words)).json()["code"] == 0
    rows = {row.text: row for row in InboundMessage.objects.filter(channel="sms")}
    assert {words: row.kind for words, row in rows.items()} == {"退订": "stop", "谢谢老师": "reply"}
    assert rows["谢谢老师"].state == "open"
    assert (rows["谢谢老师"].subject_ref, rows["谢谢老师"].stream) == ("person:2", KEY)
    gone = Suppression.objects.get()
    assert gone.reason == SuppressionReason.UNSUBSCRIBE
    assert gone.address_hash == number_hash(numbers[0])
    Delivery.objects.filter(stream=KEY).update(state="queued", claimed_by=None)
    Stream.objects.filter(pk=KEY).update(state=StreamState.RUNNING, accepted=0)
    run_texts(KEY)
    assert states() == {"accepted": 1, "cancelled": 1}
    assert client.post("/sms/wrong/aliyun/replies", "[]", content_type="x").status_code == 404
    assert push(client, "aliyun", "replies", {"no": 1}).status_code == 400


def test_the_night_the_rate_and_a_busy_cloud_only_delay(clouds):
    simulator = clouds(Behaviour(busy_share=0.5, receipt_delay=3600), rate=40, connections=1)
    started("tencent", [*mobiles(6), "+12125550123"], name="同名")
    for raw_hour, gone in ((23, 1), (12, 7)):  # at 23:00 on campus it is morning in New York
        moment = datetime(2026, 11, 23 + (raw_hour == 12), raw_hour, tzinfo=UTC) - timedelta(
            hours=8
        )
        with time_machine.travel(moment, tick=False):
            ending = run_texts(KEY)
        assert simulator.store.total() == gone
        Delivery.objects.filter(stream=KEY, state="queued").update(next_attempt_at=None)
    assert ending.finished
    assert states() == {"accepted": 7}
    assert_counters_true()


@pytest.mark.parametrize("gateway", ["aliyun", "tencent"])
def test_a_wrong_key_holds_the_sending_and_says_so(clouds, gateway):
    simulator = clouds(secret="not it")
    started(gateway, mobiles(3))
    run_texts(KEY)
    assert simulator.store.total() == 0
    assert states() == {"queued": 3}
    counts = stream_progress(KEY)
    assert counts.state == StreamState.PAUSED
    assert "Signature" in counts.pause_reason


def test_a_request_is_taken_once_and_only_as_it_was_signed(clouds):
    simulator = clouds()
    headers = {
        "host": "x", "x-acs-action": "SendSms", "x-acs-version": "2017-05-25",
        "x-acs-date": NOON.strftime("%Y-%m-%dT%H:%M:%SZ"), "x-acs-signature-nonce": "n1",
        "x-acs-content-sha256": digest(b""),
    }  # fmt: skip
    headers["authorization"] = acs3_authorization(
        key_id="id", secret="secret", query="PhoneNumbers=13800000007", headers=headers
    )
    changed = Request("PhoneNumbers=13800000008", headers, b"")
    assert simulator.clouds.answer(changed)[1]["Code"] == "SignatureDoesNotMatch"
    right = Request("PhoneNumbers=13800000007", headers, b"")
    assert simulator.clouds.answer(right)[1]["Code"] == "isv.SMS_TEMPLATE_ILLEGAL"
    assert simulator.clouds.answer(right)[1]["Code"] == "SignatureNonceUsed"


def test_a_code_leaves_at_any_hour_and_is_forgotten(clouds):
    simulator = clouds()
    TextSignature.objects.create(gateway="aliyun", text=SIGN, state="approved")
    TextTemplate.objects.create(
        gateway="aliyun", kind="code", title="登录", code="SMS_19", state="approved",
        body="您的验证码是{{ code }},十分钟内有效。",
    )  # fmt: skip
    with pytest.raises(AddressError):
        enqueue_code(actor=ACTOR, to="+861062520000", code="123456")
    with time_machine.travel(NOON + timedelta(hours=12), tick=False):
        enqueue_code(actor=ACTOR, to="+8613900000008", code="135790")
        assert run_single_texts() == 1
    assert simulator.store.page()[0].body == "您的验证码是135790,十分钟内有效。"
    row = Delivery.objects.get(lane=2)
    assert (row.state, row.reason, row.parts) == (DeliveryState.ACCEPTED, Reason.NONE, {})


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_texts_nobody_twice_and_forgets_nobody(clouds, client):
    simulator = clouds(Behaviour(delay=0.05, receipt_delay=3600))
    started("aliyun", mobiles(300))
    connections.close_all()
    child = os.fork()
    if child == 0:  # a worker, killed while requests are on the wire
        try:
            run_texts(KEY)
        finally:
            os._exit(0)
    while simulator.store.total() < 60 and not os.waitpid(child, os.WNOHANG)[0]:
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    time.sleep(0.2)
    simulator.clouds.behaviour.delay = 0
    run_texts(KEY)
    numbers = [one.number for one in simulator.store.page(limit=1000)]
    unknown = Delivery.objects.filter(stream=KEY, state="uncertain")
    left = {number.removeprefix("+86") for number in unknown.values_list("address", flat=True)}
    assert len(numbers) == len(set(numbers))
    assert len(left | set(numbers)) == 300
    assert 0 < len(left) <= 3 * 100  # a request on each connection
    assert states() == {"accepted": 300 - len(left), "uncertain": len(left)}
    report(client, simulator, "aliyun")  # the cloud's receipts know better
    assert states().get("accepted") == len(numbers)
    assert_counters_true()
