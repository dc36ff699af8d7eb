"""Notices on WeChat as its simulator takes them: sent once, reported, answered, left."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from wutong.devtools.wechat.account import BLOCKS, GONE, LOST, REFUSES, Behaviour
from wutong.devtools.wechat.demo import KEYS
from wutong.kernel import clock
from wutong.platform.outbox.enums import DeliveryState, InboundKind, Reason
from wutong.platform.outbox.models import (
    Delivery,
    InboundMessage,
    Stream,
    Suppression,
    TextPush,
    WechatFan,
    WechatRight,
)
from wutong.platform.outbox.public import (
    ContentError,
    TextContent,
    enqueue_words,
    fits,
    open_notice_stream,
    openid_hash,
    start_pump,
    the_account,
)
from wutong.platform.outbox.sms.pump import run_single_texts, run_texts
from wutong.platform.outbox.tests.helpers import ACTOR, assert_counters_true
from wutong.platform.outbox.tests.wechat import (
    LASTING,
    ONCE,
    answered,
    event,
    fan,
    openid,
    push,
    sent,
    simulated,
    words,
)
from wutong.platform.outbox.wechat.crypto import SealError, is_signed, key_of, unseal
from wutong.platform.outbox.wechat.kinds import fit

pytestmark = pytest.mark.django_db
KEY = "trial:1"
TEXT = "thing1: 中秋问候\nthing2: {{ name }}，母校祝您阖家团圆\ndate3: 2026年9月25日\npage: https://x.test/"
# The example that WeChat's own sample code carries.
EXAMPLE = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PG"
    "HQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6"
    "tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp"
    "3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhv"
    "Ql+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)


@pytest.fixture
def wechat(settings, tmp_path):
    settings.OUTBOX_JOURNAL = tmp_path / "outbox"
    with simulated(settings) as simulator:
        yield simulator


def started(*fans, template=LASTING, text=TEXT, names=()):
    stream = open_notice_stream(
        actor=ACTOR,
        key=KEY,
        label="中秋问候",
        contents={"zh-hans": TextContent(text, template, {"name": "校友"})},
    )
    with connection.cursor() as cursor:
        for place, who in enumerate(fans):
            name = names[place] if names else f"校友{place}"
            cursor.execute(
                "INSERT INTO outbox_delivery (campaign_month, stream, subject_ref, address,"
                " address_hash, language, parts) VALUES (%s, %s, %s, %s, %s, 'zh-hans', %s)",
                [stream.campaign_month, KEY, f"person:{place + 1}", who, openid_hash(who),
                 json.dumps({"name": name})],
            )  # fmt: skip
    start_pump(actor=ACTOR, stream=KEY)


def test_the_seal_is_that_of_wechats_own_example():
    key = key_of("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")
    assert is_signed(
        "5d197aaffba7e9b25a30732f161a50dee96bd5fa", "spamtest", "1409735669", "1320562132", EXAMPLE
    )
    message = unseal(EXAMPLE, key=key, app_id="wx2c2769f8efd9abc2").decode()
    assert "<![CDATA[abcdteT]]>" in message
    for sealed, app_id in ((EXAMPLE, "wx0000000000000000"), (EXAMPLE[:-8], "wx2c2769f8efd9abc2"),
                           ("%%%", "wx2c2769f8efd9abc2"), ("", "wx2c2769f8efd9abc2")):  # fmt: skip
        with pytest.raises(SealError):
            unseal(sealed, key=key, app_id=app_id)


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("thing1", "母校祝您阖家团圆", "字" * 21),
        ("phrase2", "已通过", "已经通过审核了"),
        ("date3", "2026年9月25日 08:30", "下周五"),
        ("time4", "15:01", "25:00"),
        ("number5", "12.5", "十二"),
        ("amount6", "¥100.00", "一百元"),
        ("character_string7", "2026-04", "二〇二六"),
        ("phone_number8", "010-62345678", "电话"),
    ],
)
def test_each_kind_of_keyword_takes_what_wechat_says(key, good, bad):
    assert fits(key, good)
    assert not fits(key, bad)


def test_words_are_cut_to_their_kind_and_stay_on_one_line():
    assert (
        fit("thing1", "一二三四五六七八九十一二三四五六七八九十多")
        == "一二三四五六七八九十一二三四五六七八九…"
    )
    assert fit("name2", "古丽巴哈尔·阿卜杜热依木") == "古丽巴哈尔·阿卜杜…"
    assert fit("thing1", "a\nb\t c") == "a b c"


def test_every_notice_leaves_once_and_every_answer_has_its_consequence(wechat, client):
    fans = [openid(place, ending) for place, ending in
            enumerate(["9999", GONE, REFUSES, LOST, BLOCKS])]  # fmt: skip
    for place, who in enumerate(fans):
        fan(who, f"person:{place + 1}", lasting=True)
    started(*fans, names=["古丽巴哈尔·阿卜杜热依木·买买提江", "乙", "丙", "丁", "戊"])
    run_texts(KEY)
    run_texts(KEY)

    rows = {row.address: row for row in Delivery.objects.filter(stream=KEY)}
    assert [rows[who].state for who in fans] == [
        "accepted", "refused", "refused", "uncertain", "accepted",
    ]  # fmt: skip
    assert wechat.store.total() == 3  # as WeChat counts them: none twice
    shown = wechat.store.page()[-1]
    assert (shown.title, shown.page) == ("节日祝福提醒", "https://x.test/")
    assert max(len(line.partition("：")[2]) for line in shown.body.splitlines()) <= 20
    assert rows[fans[1]].reason == Reason.BOUNCE_HARD
    assert Suppression.objects.filter(address_hash=openid_hash(fans[1])).exists()
    assert not WechatFan.objects.get(openid=fans[1]).follows
    assert WechatRight.objects.get(fan__openid=fans[2]).refused

    # The receipts name WeChat's numbers, also of the notice whose answer was lost.
    for one in wechat.store.page():
        inner = sent(one.id, "1" if one.openid.endswith(BLOCKS) else "0")
        assert push(client, inner, one.openid).content == b"success"
        push(client, inner, one.openid)
    states = dict(Delivery.objects.filter(stream=KEY).values_list("address", "state"))
    assert states[fans[3]] == DeliveryState.ACCEPTED
    assert states[fans[4]] == DeliveryState.BOUNCED
    assert Stream.objects.get(pk=KEY).arrived == 2
    assert_counters_true(KEY)


def test_a_token_that_is_worth_nothing_is_renewed_once(wechat):
    fans = [openid(place) for place in range(4)]
    client = the_account().client()
    values = {"thing1": "一", "thing2": "二", "date3": "2026年9月25日"}
    client.send_notice(fans[0], LASTING, values)
    client.send_notice(fans[1], LASTING, values)
    assert wechat.account.given == 1
    wechat.account.expire()
    assert client.send_notice(fans[2], LASTING, values)["msgid"]
    assert wechat.account.given == 2
    client.close()


def test_the_days_share_and_a_missing_template_hold_the_rest_back(settings, tmp_path):
    settings.OUTBOX_JOURNAL = tmp_path / "outbox"
    with simulated(settings, Behaviour(quota=1, receipt_delay=3600)) as wechat:
        fans = [openid(place) for place in range(3)]
        for place, who in enumerate(fans):
            fan(who, f"person:{place + 1}", lasting=True)
        started(*fans)
        ending = run_texts(KEY)
        assert ending.again_in
        assert ending.again_in > 600
        assert wechat.store.total() == 1
        assert Delivery.objects.filter(stream=KEY, state="queued").count() == 2
        assert "45009" in Stream.objects.get(pk=KEY).pause_reason
        wechat.account.behaviour.quota = 0
        wechat.account.templates.clear()
        Delivery.objects.filter(stream=KEY).update(next_attempt_at=None)
        run_texts(KEY)
        assert Stream.objects.get(pk=KEY).state == "paused"  # a person must look


@pytest.mark.parametrize(
    ("wrong", "state"),
    [({"secret": "not-ours"}, "paused"), ({"app_id": "wx1111111111111111"}, "paused"),
     ({"endpoint": "http://127.0.0.1:9"}, "running")],
)  # fmt: skip
def test_without_good_keys_or_without_wechat_nothing_is_lost(wechat, settings, wrong, state):
    who = openid(1)
    fan(who, "person:1", lasting=True)
    started(who)
    right = settings.WECHAT_ACCOUNT
    settings.WECHAT_ACCOUNT = {**right, **wrong}
    run_texts(KEY)
    assert Delivery.objects.get(stream=KEY).state == DeliveryState.QUEUED
    stream = Stream.objects.get(pk=KEY)
    assert stream.state == state  # keys need a person, the network only time
    assert stream.pause_reason
    settings.WECHAT_ACCOUNT = right
    Stream.objects.filter(pk=KEY).update(state="running")
    Delivery.objects.filter(stream=KEY).update(next_attempt_at=None)
    run_texts(KEY)
    assert Delivery.objects.get(stream=KEY).state == DeliveryState.ACCEPTED
    assert wechat.store.total() == 1


def test_rights_come_from_events_are_used_up_and_end_with_the_fan(wechat, client):
    one, two = openid(1), openid(2)
    assert push(client, event("subscribe"), one).status_code == 200
    push(client, event("subscribe"), two)
    fan(one, "person:1")
    fan(two, "person:2")
    push(client, answered(ONCE, "accept"), one)
    push(client, answered(LASTING, "accept"), two)
    assert WechatRight.objects.get(fan__openid=one).left == 1
    assert WechatRight.objects.get(fan__openid=two).lasting

    text = "thing1: 返校\nname2: {{ name }}\nphrase3: 已开放\ntime4: 15:00"
    started(one, two, template=ONCE, text=text)
    run_texts(KEY)
    states = dict(Delivery.objects.filter(stream=KEY).values_list("address", "reason"))
    assert states == {one: "", two: Reason.NO_RIGHT}
    assert WechatRight.objects.get(fan__openid=one).left == 0

    push(client, answered(LASTING, "reject", "Change"), two)
    assert WechatRight.objects.get(fan__openid=two).refused
    push(client, event("unsubscribe"), one, at=1)  # of an earlier time, come late
    assert WechatFan.objects.get(openid=one).follows
    push(client, event("unsubscribe"), one)
    push(client, event("subscribe"), one, at=2)
    gone = WechatFan.objects.get(openid=one)
    assert (gone.follows, gone.subject_ref, gone.rights.count()) == (False, "", 0)


def test_words_of_a_fan_land_in_the_box_and_can_be_answered_for_48_hours(wechat, client):
    who = openid(5)
    fan(who, "person:1", lasting=True)
    started(who)
    run_texts(KEY)
    wechat.store.keep_fan(who)
    wechat.store.wrote(who)
    push(client, words("请问返校日是哪天？", 77), who)
    push(client, words("请问返校日是哪天？", 77), who)
    kept = InboundMessage.objects.get()
    assert (kept.kind, kept.channel, kept.stream) == (InboundKind.REPLY, "wechat", KEY)
    assert bytes(kept.address_hash) == openid_hash(who)

    enqueue_words(openid=who, words="十月十八日，欢迎回来。")
    run_single_texts()
    assert wechat.store.page()[0].body == "十月十八日，欢迎回来。"
    WechatFan.objects.update(heard_at=clock.now() - timedelta(hours=49))
    with pytest.raises(ContentError):
        enqueue_words(openid=who, words="太晚了")


def test_nothing_but_what_wechat_signed_and_sealed_for_us_exists(wechat, client):
    who, other = openid(6), {**KEYS, "app_id": "wx1111111111111111"}
    assert push(client, event("subscribe"), who, msg_signature="0" * 40).status_code == 404
    assert push(client, event("subscribe"), who, keys=other).status_code == 404
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><Encrypt>&a;</Encrypt></xml>'
    assert client.post("/wechat/callback", bomb, content_type="text/xml").status_code == 404
    assert (
        client.get("/wechat/callback?signature=x&timestamp=1&nonce=2&echostr=hi").status_code == 404
    )
    assert not WechatFan.objects.exists()
    assert not TextPush.objects.exists()
