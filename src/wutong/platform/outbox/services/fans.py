"""Fans of the Official Account: who follows, what they allowed, whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wutong.kernel import clock, masking
from wutong.platform.audit.public import record
from wutong.platform.outbox.enums import SuppressionReason
from wutong.platform.outbox.errors import OutboxError
from wutong.platform.outbox.models import (
    Suppression,
    WechatFan,
    WechatRight,
    WechatTemplate,
)
from wutong.platform.outbox.registry import fan_listeners
from wutong.platform.vault.public import keyed_hash

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from wutong.kernel.actors import Actor

HASH_PURPOSE = "wechat"
SHOWN = 4


def openid_hash(openid: str) -> bytes:
    """The keyed hash of an openid, the ``address_hash`` of notices to it."""
    return keyed_hash(HASH_PURPOSE, openid)


def fan_of(openid: str) -> WechatFan:
    """The fan's row, made when it is not there."""
    row, _made = WechatFan.objects.get_or_create(
        openid=openid,
        defaults={
            "openid_hash": openid_hash(openid),
            "masked": masking.text(openid, keep=SHOWN),
        },
    )
    return row


@transaction.atomic
def follow(openid: str, *, at: dt.datetime) -> WechatFan:
    """Somebody follows (again); what WeChat said of an earlier time no longer counts, nor does
    an event that comes after a younger one.
    """
    fan = fan_of(openid)
    if fan.left_at is not None and at < fan.left_at:
        return fan
    if not fan.follows or fan.followed_at is None:
        fan.follows, fan.followed_at, fan.left_at = True, at, None
        fan.save(update_fields=["follows", "followed_at", "left_at"])
        Suppression.objects.filter(
            address_hash=fan.openid_hash, reason=SuppressionReason.BOUNCE
        ).delete()
    return fan


@transaction.atomic
def leave(openid: str, *, at: dt.datetime, actor: Actor) -> None:
    """Somebody left: nothing is known of whose account it was from now on, and nothing allowed.
    An event that comes after a younger one says nothing; WeChat dates them by the second.
    """
    fan = WechatFan.objects.select_for_update().get(pk=fan_of(openid).pk)
    if fan.followed_at is not None and at < fan.followed_at.replace(microsecond=0):
        return
    WechatRight.objects.filter(fan=fan).delete()
    fan.follows, fan.left_at, fan.heard_at, fan.tester = False, at, None, False
    fan.save(update_fields=["follows", "left_at", "heard_at", "tester"])
    unbind(actor=actor, fan_id=fan.pk)


@transaction.atomic
def bind(*, actor: Actor, openid: str, subject_ref: str) -> WechatFan:
    """The account is ``subject_ref``'s. Raises OutboxError when it is somebody else's."""
    fan = WechatFan.objects.select_for_update().get(pk=fan_of(openid).pk)
    if fan.subject_ref == subject_ref:
        return fan
    if fan.subject_ref:
        raise AccountTakenError(_("This WeChat account is tied to another record."))
    fan.subject_ref, fan.bound_at = subject_ref, clock.now()
    fan.save(update_fields=["subject_ref", "bound_at"])
    record(
        actor=actor,
        verb="outbox.wechat_bound",
        subject=subject_ref,
        data={"account": fan.masked},
    )
    return fan


class AccountTakenError(OutboxError):
    """The WeChat account belongs to another record."""


@transaction.atomic
def unbind(*, actor: Actor, fan_id: int) -> str:
    """Forget whose account it is; whose it was, "" when nobody's."""
    fan = WechatFan.objects.select_for_update().get(pk=fan_id)
    subject = fan.subject_ref
    if not subject:
        return ""
    fan.subject_ref, fan.bound_at = "", None
    fan.save(update_fields=["subject_ref", "bound_at"])
    record(actor=actor, verb="outbox.wechat_unbound", subject=subject, data={"account": fan.masked})
    for listener in fan_listeners.values():
        listener.unbound(subject)
    return subject


@transaction.atomic
def set_tester(*, actor: Actor, fan_id: int, tester: bool) -> None:
    """Whether tests of sendings go there."""
    fan = WechatFan.objects.select_for_update().get(pk=fan_id)
    fan.tester = tester
    fan.save(update_fields=["tester"])
    record(
        actor=actor,
        verb="outbox.wechat_tester",
        subject=fan.subject_ref or f"fan:{fan.pk}",
        data={"tester": tester},
    )


def note_right(openid: str, *, template: str, accepted: bool) -> None:
    """What the fan answered when WeChat asked them about a template."""
    fan = fan_of(openid)
    lasting = WechatTemplate.objects.filter(code=template, lasting=True).exists()
    row, _made = WechatRight.objects.get_or_create(fan=fan, template=template)
    changes: dict[str, object] = {
        "lasting": lasting and accepted,
        "refused": not accepted,
        "changed_at": clock.now(),
    }
    if not accepted:
        changes["left"] = 0
    elif not lasting:
        changes["left"] = F("left") + 1
    WechatRight.objects.filter(pk=row.pk).update(**changes)


@transaction.atomic
def keep_templates(listed: Sequence[Mapping[str, object]]) -> int:
    """The account's templates as WeChat lists them; those it lists no longer stay, unusable."""
    now = clock.now()
    codes = []
    for one in listed:
        code = str(one["priTmplId"])
        codes.append(code)
        WechatTemplate.objects.update_or_create(
            code=code,
            defaults={
                "title": str(one.get("title") or "")[:80],
                "content": str(one.get("content") or ""),
                "example": str(one.get("example") or ""),
                "lasting": one.get("type") == 3,
                "standing": True,
                "fetched_at": now,
            },
        )
    WechatTemplate.objects.exclude(code__in=codes).update(standing=False)
    return len(codes)


@transaction.atomic
def forget_subject(*, actor: Actor, subject_ref: str) -> int:
    """Somebody is erased: their accounts are nobody's, and nothing is kept of them."""
    rows = WechatFan.objects.filter(subject_ref=subject_ref)
    count = rows.count()
    if count:
        record(actor=actor, verb="outbox.wechat_unbound", subject=subject_ref)
        rows.delete()
    return count
