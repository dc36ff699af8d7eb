"""An account on the simulator, and pushes as WeChat makes them."""

from __future__ import annotations

import time
from contextlib import contextmanager
from urllib.parse import urlencode

from wutong.devtools.wechat.account import Behaviour
from wutong.devtools.wechat.demo import KEYS
from wutong.devtools.wechat.server import Simulator
from wutong.devtools.wechat.store import WechatStore
from wutong.engines.wechat.demo_words import LISTED
from wutong.kernel import clock
from wutong.platform.outbox.models import WechatRight
from wutong.platform.outbox.public import bind, follow, keep_templates
from wutong.platform.outbox.tests.helpers import ACTOR
from wutong.platform.outbox.wechat.crypto import key_of, seal, signature

LASTING, ONCE = LISTED[0]["priTmplId"], LISTED[1]["priTmplId"]


@contextmanager
def simulated(settings, behaviour=None):
    """The simulator, with the house led to it; nothing is pushed by itself."""
    simulator = Simulator(
        store=WechatStore(":memory:"),
        keys=KEYS,
        templates=list(LISTED),
        behaviour=behaviour or Behaviour(receipt_delay=3600),
    )
    settings.WECHAT_ACCOUNT = {
        **KEYS, "name": "梧桐大学校友会", "endpoint": simulator.address, "rate": 0,
        "authorize": f"{simulator.address}/connect/oauth2/authorize", "connections": 2,
        "hours": "00:00-23:59",
    }  # fmt: skip
    keep_templates(LISTED)
    try:
        yield simulator
    finally:
        simulator.close()


def openid(number, ending="9999"):
    """A follower as the simulator takes them, with one of its endings."""
    return f"oWt{number:021d}{ending}"


def fan(who, subject="", *, lasting=False, times=0, template=LASTING):
    """A follower, tied and allowed as said."""
    row = follow(who, at=clock.now())
    if subject:
        bind(actor=ACTOR, openid=who, subject_ref=subject)
    if lasting or times:
        WechatRight.objects.create(fan=row, template=template, lasting=lasting, left=times)
    return row


def push(client, inner, who, *, keys=KEYS, at=0, **changed):
    """One signed and sealed callback."""
    body = (
        f"<xml><ToUserName>gh_1</ToUserName><FromUserName>{who}</FromUserName>"
        f"<CreateTime>{at or int(time.time())}</CreateTime>{inner}</xml>"
    )
    sealed = seal(body.encode(), key=key_of(keys["aes_key"]), app_id=keys["app_id"])
    given = {"timestamp": "1", "nonce": "2", **changed}
    given.setdefault("msg_signature", signature(keys["token"], "1", "2", sealed))
    return client.post(
        f"/wechat/callback?{urlencode(given)}",
        f"<xml><Encrypt>{sealed}</Encrypt></xml>",
        content_type="text/xml",
    )


def event(name, inner=""):
    return f"<MsgType>event</MsgType><Event>{name}</Event>{inner}"


def words(text, number=1):
    return f"<MsgType>text</MsgType><Content>{text}</Content><MsgId>{number}</MsgId>"


def answered(template, status, kind="Popup"):
    name = f"SubscribeMsg{kind}Event"
    return event(
        f"subscribe_msg_{kind.lower()}_event",
        f"<{name}><List><TemplateId>{template}</TemplateId>"
        f"<SubscribeStatusString>{status}</SubscribeStatusString></List></{name}>",
    )


def sent(number, code="0"):
    return event(
        "subscribe_msg_sent_event",
        f"<SubscribeMsgSentEvent><List><MsgID>{number}</MsgID><ErrorCode>{code}</ErrorCode>"
        "<ErrorStatus>x</ErrorStatus></List></SubscribeMsgSentEvent>",
    )
