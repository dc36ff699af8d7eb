"""What the account knows of its fans, kept in step with what WeChat answers.

Who left, who may be written to, and which one-time rights are used up. Called by the pump in the
transaction that writes outcomes down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from wutong.platform.outbox.enums import Reason
from wutong.platform.outbox.models import Content, WechatFan, WechatRight
from wutong.platform.outbox.sms.values import Verdict
from wutong.platform.outbox.wechat.codes import NO_RIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from wutong.platform.outbox.pump.outcomes import Claimed
    from wutong.platform.outbox.sms.values import Answer, Text

ALLOWS = Q(refused=False) & (Q(lasting=True) | Q(left__gt=0))
"""A right that can be used now."""


def unreachable(rows: Sequence[Claimed]) -> Mapping[int, Reason]:
    """Of a stream's batch: fans who left, are bound to somebody else now, or have no right left."""
    if not rows:
        return {}
    template = Content.objects.filter(stream=rows[0].stream).values_list("template", flat=True)[0]
    hashes = [row.address_hash for row in rows]
    fans = {
        bytes(hashed): subject
        for hashed, subject in WechatFan.objects.filter(
            openid_hash__in=hashes, follows=True
        ).values_list("openid_hash", "subject_ref")
    }
    able = {
        bytes(hashed)
        for hashed in WechatRight.objects.filter(
            ALLOWS, fan__openid_hash__in=hashes, template=template
        ).values_list("fan__openid_hash", flat=True)
    }
    found = {}
    for row in rows:
        if fans.get(row.address_hash) != row.subject_ref:
            found[row.id] = Reason.WITHDRAWN
        elif row.address_hash not in able:
            found[row.id] = Reason.NO_RIGHT
    return found


def book(pairs: Sequence[tuple[Text, Answer]]) -> None:
    """A one-time right is used up by what was taken, or may have been; a refusal ends it."""
    used: dict[str, list[str]] = {}
    refused: dict[str, list[str]] = {}
    gone = []
    for text, answer in pairs:
        if answer.verdict is Verdict.DEAD:
            gone.append(text.number)
        elif not text.template:
            continue
        elif answer.verdict in {Verdict.ACCEPTED, Verdict.UNCERTAIN}:
            used.setdefault(text.template, []).append(text.number)
        elif answer.reply.startswith(str(NO_RIGHT)):
            refused.setdefault(text.template, []).append(text.number)
    for template, openids in used.items():
        _locked(template, openids).filter(lasting=False, left__gt=0).update(left=F("left") - 1)
    for template, openids in refused.items():
        _locked(template, openids).update(left=0, refused=True)
    if gone:
        WechatFan.objects.filter(openid__in=gone).update(follows=False)


def _locked(template: str, openids: Sequence[str]) -> QuerySet[WechatRight]:
    """These rights, taken in one order by everybody so that none waits in a circle."""
    rows = WechatRight.objects.filter(fan__openid__in=openids, template=template)
    keys = rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
    return WechatRight.objects.filter(pk__in=list(keys))
