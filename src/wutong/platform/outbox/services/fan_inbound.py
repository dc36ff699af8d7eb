"""What fans do and write, as WeChat pushes it; called once for each push."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.outbox.enums import DeliveryState, InboundChannel, InboundKind, Reason
from wutong.platform.outbox.keys import SINGLE
from wutong.platform.outbox.models import WechatFan
from wutong.platform.outbox.registry import fan_listeners
from wutong.platform.outbox.services.fans import (
    fan_of,
    follow,
    leave,
    note_right,
    openid_hash,
)
from wutong.platform.outbox.services.inbox import take_in
from wutong.platform.outbox.services.receipts import since, take_receipts
from wutong.platform.outbox.sms import sql
from wutong.platform.outbox.sms.values import Receipt
from wutong.platform.outbox.values import Arrival
from wutong.platform.outbox.wechat import xml

if TYPE_CHECKING:
    from collections.abc import Callable

SYSTEM = Actor.system("wechat")
OPENID = 64
UNNAMED = (DeliveryState.UNCERTAIN, DeliveryState.ACCEPTED)
"""``bizsend`` need not tell the number its receipt will name."""


def act_on_event(event: dict[str, Any]) -> int:
    """Act on one push; how many receipts in it name no notice of ours (yet)."""
    openid = str(event["FromUserName"])[:OPENID]
    stamp = str(event.get("CreateTime") or "")
    at = datetime.fromtimestamp(int(stamp), tz=UTC) if stamp.isdigit() else clock.now()
    if event["MsgType"] != "event":
        _said(openid, event, at)
        return 0
    acts: dict[str, Callable[[], int | None]] = {
        "subscribe": lambda: _followed(openid, at),
        "unsubscribe": lambda: leave(openid, at=at, actor=SYSTEM),
        "subscribe_msg_popup_event": lambda: _asked(openid, event, "SubscribeMsgPopupEvent"),
        "subscribe_msg_change_event": lambda: _asked(openid, event, "SubscribeMsgChangeEvent"),
        "subscribe_msg_sent_event": lambda: _sent(openid, event, at),
    }
    act = acts.get(str(event.get("Event", "")).lower())
    return (act() or 0) if act else 0


def _followed(openid: str, at: datetime) -> None:
    follow(openid, at=at)


def _asked(openid: str, event: dict[str, Any], name: str) -> None:
    for one in xml.items(event.get(name)):
        note_right(
            openid,
            template=str(one["TemplateId"])[:64],
            accepted=one.get("SubscribeStatusString") == "accept",
        )


def _sent(openid: str, event: dict[str, Any], at: datetime) -> int:
    receipts = [
        Receipt(
            ref=str(one.get("MsgID") or "")[:64],
            number=openid,
            arrived=str(one.get("ErrorCode")) == "0",
            code=f"{one.get('ErrorCode', '')} {one.get('ErrorStatus', '')}".strip()[:60],
            at=at,
        )
        for one in xml.items(event.get("SubscribeMsgSentEvent"))
    ]
    return take_receipts(
        receipts, hash_of=openid_hash, reason_of=lambda _one: Reason.UNDELIVERED, unnamed=UNNAMED
    )


def _said(openid: str, event: dict[str, Any], at: datetime) -> None:
    """Words (or a picture, a voice message) from a fan: into the one box, tied to the notice they
    got last, unless an upper room takes them (a code that binds the account).
    """
    fan = fan_of(openid)
    if fan.heard_at is None or fan.heard_at < at:
        fan.heard_at = at
        fan.save(update_fields=["heard_at"])
    text = str(event.get("Content") or event.get("Recognition") or "")
    if any(listener.said(openid, text) for listener in fan_listeners.values()):
        return
    fan = WechatFan.objects.get(pk=fan.pk)
    with connection.cursor() as cursor:
        cursor.execute(sql.LAST_TEXT, {"hash": bytes(fan.openid_hash), "since": since()})
        stream, subject = cursor.fetchone() or ("", "")
    take_in(
        Arrival(
            channel=InboundChannel.WECHAT,
            unique=f"{openid}:{event.get('MsgId') or at.isoformat()}".encode(),
            source="wechat",
            kind=InboundKind.REPLY,
            recipient=str(event.get("ToUserName") or ""),
            address=openid,
            address_hash=bytes(fan.openid_hash),
            text=text or f"[{event['MsgType']}]",
            stream="" if stream.startswith(SINGLE) or subject != fan.subject_ref else stream,
            subject_ref=fan.subject_ref,
        )
    )
