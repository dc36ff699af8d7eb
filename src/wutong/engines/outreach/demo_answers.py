"""What came back of the demo's last greetings: answers by each channel, returned and automatic mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import connection

from wutong.platform.outbox.enums import InboundChannel, InboundKind, InboundState
from wutong.platform.outbox.models import InboundMessage
from wutong.platform.outbox.public import month_of

if TYPE_CHECKING:
    from wutong.engines.outreach.models import Campaign
    from wutong.kernel.demo import DemoWorld

FROM_WECHAT = (
    "谢谢母校，中秋快乐！", "收到，想念校园的桂花", "请问返校日可以带孩子吗？", "祝老师们身体健康",
)  # fmt: skip
FROM_PHONES = (
    "谢谢老师！", "谢谢母校，新年快乐！",
    "收到，感谢惦记", "想念梧桐道",
    "请问今年返校日是哪天？",
    "手机号要换了，怎么更新？",
)  # fmt: skip
FROM_MAIL = (
    "谢谢母校的问候，看到桂花就想起图书馆前的那条路。祝老师们中秋安康。",
    "您好，我已换了单位，请把通讯地址改到新办公室，应当把材料发给谁？",
    "收到，谢谢。我们班打算明年秋天返校，想先订一间教室座谈，请问如何申请？",
    "Thank you for the kind words. Greetings from far away.",
    "我母亲也是校友，她不用邮箱，能否把问候改成短信发给她？",
    "感谢惦记，祝学校越办越好。",
)
AWAY = "自动回复：您的来信已收到。本人出差在外，一周后答复，急事请电话联系。"


@dataclass(frozen=True)
class Answers:
    """Some answers to a greeting: every ``open_each``-th still waits for a colleague."""

    channel: InboundChannel
    source: str
    words: tuple[str, ...]
    amount: int
    open_each: int
    apart: timedelta


BY_TEXT = Answers(InboundChannel.SMS, "aliyun", FROM_PHONES, 24, 3, timedelta(minutes=7))
ON_WECHAT = Answers(InboundChannel.WECHAT, "wechat", FROM_WECHAT, 9, 4, timedelta(minutes=11))
BY_MAIL = Answers(InboundChannel.EMAIL, "mailbox", FROM_MAIL, 18, 3, timedelta(minutes=95))
AUTOMATIC = 5

_SOME = """
SELECT address, address_hash, subject_ref, name, campaign_month, id FROM outbox_delivery
 WHERE campaign_month = %(month)s AND stream = %(stream)s AND state = 'accepted'
   AND (received_at IS NOT NULL OR gateway_ref IS NULL)
 ORDER BY md5(%(seed)s || subject_ref) LIMIT %(amount)s
"""
# What the mailbox for returned mail would have taken in, one for each letter that came back.
_RETURNED = """
INSERT INTO outbox_inboundmessage
    (digest, channel, source, kind, recipient, address, address_hash, subject, text, stream,
     delivery_month, delivery_id, subject_ref, state, raw, received_at, handled_at, verdict, detail)
SELECT sha256(convert_to(%(seed)s || ':returned:' || stream || ':' || id, 'UTF8')),
       'email', 'mailbox', reason, '', address, address_hash,
       'Undelivered Mail Returned to Sender',
       'The mail system could not deliver your message: ' || last_reply, stream,
       campaign_month, id, subject_ref, 'done', '', bounced_at, bounced_at, 'bounced',
       split_part(last_reply, ' ', 1) || ' smtp; 550 ' || last_reply
  FROM outbox_delivery
 WHERE campaign_month = %(month)s AND stream = %(stream)s AND state = 'bounced'
"""


def build_answers(world: DemoWorld, campaign: Campaign, how: Answers) -> None:
    """A few people write back: most say thanks, some ask, some have been answered."""
    at = campaign.sent_at or datetime.now(tz=UTC)
    InboundMessage.objects.bulk_create(
        _message(world, campaign, how, place, row, at)
        for place, row in enumerate(_some(world, campaign, how.amount))
    )


def build_returned(world: DemoWorld, campaign: Campaign) -> None:
    """The letters that came back, and machines that answered."""
    at = campaign.sent_at or datetime.now(tz=UTC)
    with connection.cursor() as cursor:
        cursor.execute(_RETURNED, _names(world, campaign))
    rows = _some(world, campaign, BY_MAIL.amount + AUTOMATIC)[BY_MAIL.amount :]
    made = []
    for place, row in enumerate(rows):
        one = _message(world, campaign, BY_MAIL, place, row, at + timedelta(minutes=2))
        one.kind = one.verdict = InboundKind.AUTO
        one.state, one.text, one.assigned_to_id = InboundState.DONE, AWAY, None
        made.append(one)
    InboundMessage.objects.bulk_create(made)


def _names(world: DemoWorld, campaign: Campaign) -> dict[str, Any]:
    day = campaign.sent_at.date() if campaign.sent_at else world.today
    return {"seed": world.seed, "stream": campaign.ref, "month": month_of(day)}


def _some(world: DemoWorld, campaign: Campaign, amount: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_SOME, {**_names(world, campaign), "amount": amount})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _message(
    world: DemoWorld,
    campaign: Campaign,
    how: Answers,
    place: int,
    row: tuple[Any, ...],
    at: datetime,
) -> InboundMessage:
    address, hashed, ref, name, month, key = row
    came, words = at + how.apart * place, how.words[place % len(how.words)]
    by_mail = how.channel == InboundChannel.EMAIL
    is_open = place % how.open_each == 0
    return InboundMessage(
        digest=sha256(f"{world.seed}:{how.channel}:{ref}".encode()).digest(),
        channel=how.channel,
        source=how.source,
        kind=InboundKind.REPLY,
        address=address,
        address_hash=bytes(hashed),
        name=name if by_mail else "",
        subject=f"Re: {campaign.subject_zh.replace('{{ name }}', name)}" if by_mail else "",
        text=words,
        stream=campaign.ref,
        subject_ref=ref,
        delivery_month=month if by_mail else None,
        delivery_id=key if by_mail else None,
        assigned_to_id=campaign.author_id if by_mail and is_open else None,
        raw=_mail(address, words, f"{campaign.pk}.{key}") if by_mail else b"",
        state=InboundState.OPEN if is_open else InboundState.DONE,
        verdict=InboundKind.REPLY,
        received_at=came,
        handled_at=came,
        done_at=None if is_open else came + timedelta(hours=5),
    )


def _mail(address: str, words: str, number: str) -> bytes:
    """As it came over the wire: an answer from the box refers to its Message-ID."""
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = address, f"<{number}@reader.example>"
    mail.set_content(words)
    return mail.as_bytes()
