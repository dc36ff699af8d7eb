"""Notices on WeChat to one and to many, and answers in free words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.kernel import clock
from wutong.platform.outbox.enums import Medium
from wutong.platform.outbox.errors import ContentError
from wutong.platform.outbox.mime.templates import Template
from wutong.platform.outbox.models import WechatFan, WechatTemplate
from wutong.platform.outbox.services.fans import openid_hash
from wutong.platform.outbox.services.opening import open_row
from wutong.platform.outbox.services.texts import queue_single
from wutong.platform.outbox.wechat.account import CODE, the_account
from wutong.platform.outbox.wechat.composing import PAGE, lines_of
from wutong.platform.outbox.wechat.gateway import ANSWER
from wutong.platform.outbox.wechat.kinds import fits, keywords_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from uuid import UUID

    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.values import StreamRef, TextContent

WINDOW = timedelta(hours=48)
"""How long WeChat lets us answer somebody in free words."""
LONGEST_ANSWER = 600


@transaction.atomic
def open_notice_stream(
    *,
    actor: Actor,
    key: str,
    label: str,
    contents: Mapping[str, TextContent],
    topic: str = "",
    legal_body: str = "",
) -> StreamRef:
    """Open a stream of notices; recipients are inserted afterwards as for mail, with the openid
    as address. Raises NoAccountError or ContentError; nothing is stored then.
    """
    name = the_account().name
    for content in contents.values():
        check_notice(content.template, content.text)
    return open_row(
        actor=actor,
        key=key,
        label=label,
        topic=topic,
        legal_body=legal_body,
        medium=Medium.WECHAT,
        gateway=CODE,
        sender_name=name,
        list_unsubscribe=False,
        contents={
            language: {
                "text": content.text,
                "template": content.template,
                "fallbacks": content.fallbacks,
            }
            for language, content in contents.items()
        },
    )


def check_notice(code: str, text: str) -> None:
    """Raise ContentError unless every keyword of the template has words that fit there."""
    template = WechatTemplate.objects.filter(code=code, standing=True).first()
    if template is None:
        raise ContentError(_("WeChat does not list this template any more."))
    lines = lines_of(text)
    keywords = keywords_in(template.content)
    for keyword in keywords:
        words = lines.get(keyword.key, "")
        if not words:
            raise ContentError(_("“%(label)s” has no words yet.") % {"label": keyword.label})
        if not Template.parse(words).keys and not fits(keyword.key, words):
            raise ContentError(
                _("“%(label)s” takes %(kind)s.")
                % {"label": keyword.label, "kind": keyword.kind.label}
            )
    strange = set(lines) - {one.key for one in keywords} - {PAGE}
    if strange:
        raise ContentError(_("The template has no keyword “%(key)s”.") % {"key": min(strange)})


@transaction.atomic
def enqueue_notice(
    *, openid: str, template: str, values: Mapping[str, str], page: str = "", subject_ref: str = ""
) -> UUID:
    """One notice to one fan, now, in the caller's transaction. Raises NoAccountError."""
    the_account()
    parts = {"_gateway": CODE, "_template": template, "_page": page, **values}
    return queue_single(
        to=openid,
        hashed=openid_hash(openid),
        parts=parts,
        language="zh-hans",
        subject_ref=subject_ref,
    )


def answerable_until(openid: str) -> dt.datetime | None:
    """Until when the fan can be answered in free words; None when they cannot (any more)."""
    fan = WechatFan.objects.filter(openid=openid, follows=True).first()
    if fan is None or fan.heard_at is None or fan.heard_at + WINDOW <= clock.now():
        return None
    return fan.heard_at + WINDOW


@transaction.atomic
def enqueue_words(*, openid: str, words: str, subject_ref: str = "") -> UUID:
    """An answer in free words, in the caller's transaction. Raises NoAccountError, and
    ContentError once WeChat would not take it any more.
    """
    the_account()
    if answerable_until(openid) is None:
        raise ContentError(
            _("WeChat takes an answer for 48 hours after somebody wrote; that time is over.")
        )
    if not 0 < len(words.strip()) <= LONGEST_ANSWER:
        raise ContentError(
            _("An answer on WeChat has 1 to %(most)s characters.") % {"most": LONGEST_ANSWER}
        )
    return queue_single(
        to=openid,
        hashed=openid_hash(openid),
        parts={"_gateway": CODE, ANSWER: words.strip()},
        language="zh-hans",
        subject_ref=subject_ref,
    )
