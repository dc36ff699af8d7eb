"""Answering what people wrote, from the box itself, by the way they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.engines.inbox.services.arriving import person_in
from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import record
from wutong.platform.outbox.enums import InboundChannel, InboundKind, InboundState, Lane
from wutong.platform.outbox.models import InboundMessage, Stream
from wutong.platform.outbox.public import (
    LONGEST_ANSWER,
    LONGEST_VALUE,
    Sender,
    account,
    answer_template,
    answerable_until,
    enqueue_answer,
    enqueue_single,
    enqueue_words,
    suppressed_hashes,
    takes_text,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django.utils.functional import _StrOrPromise

    from wutong.kernel.actors import Actor

LONGEST_MAIL = 10_000
WRITTEN = {InboundKind.REPLY, InboundKind.UNKNOWN}


class AnswerError(WutongError):
    """This message cannot be answered from here."""


@dataclass(frozen=True)
class Way:
    """How a message can be answered: by what, with how many characters, in what frame, until when;
    or why it cannot.
    """

    title: _StrOrPromise = ""
    longest: int = 0
    frame: str = ""
    until: dt.datetime | None = None
    obstacle: str = ""


def way_of(row: InboundMessage) -> Way | None:
    """How to answer a message; None for what nobody wrote."""
    ways: dict[str, Callable[[InboundMessage], Way | None]] = {
        InboundChannel.EMAIL: _by_mail,
        InboundChannel.SMS: _by_text,
        InboundChannel.WECHAT: _on_wechat,
    }
    return ways[row.channel](row)


def _by_mail(row: InboundMessage) -> Way | None:
    if row.kind not in {*WRITTEN, InboundKind.STOP} or not row.address:
        return None
    return Way(gettext_lazy("Answer by mail"), LONGEST_MAIL)


def _by_text(row: InboundMessage) -> Way | None:
    if row.kind not in WRITTEN or not row.address:
        return None
    if not takes_text(row.address):
        return Way(obstacle=_("This number cannot take text messages."))
    if row.address_hash and suppressed_hashes([bytes(row.address_hash)]):
        return Way(obstacle=_("This number must not be written to any more."))
    template = answer_template(row.source)
    if template is None:
        return Way(
            obstacle=_(
                "To answer texts, have the carrier approve a notice with the place {{ answer }}."
            )
        )
    return Way(gettext_lazy("Answer by text message"), LONGEST_VALUE, template.body)


def _on_wechat(row: InboundMessage) -> Way | None:
    if row.kind not in WRITTEN or not row.address:
        return None
    if account() is None:
        return Way(obstacle=_("No WeChat Official Account is set up here."))
    until = answerable_until(row.address)
    if until is None:
        return Way(
            obstacle=_(
                "WeChat takes an answer for 48 hours after somebody wrote; that time is over."
            )
        )
    return Way(gettext_lazy("Answer on WeChat"), LONGEST_ANSWER, until=until)


@transaction.atomic
def answer(*, actor: Actor, message_id: int, text: str) -> None:
    """Send ``text`` to whoever wrote, by the way they wrote, and close the message.

    A mail goes out in the same thread in the name of the body that had written. Raises
    ``AnswerError``, or what the outbox says of the words.
    """
    row = InboundMessage.objects.select_for_update().get(pk=message_id)
    way = way_of(row)
    if way is None:
        raise AnswerError(_("This message cannot be answered from here."))
    if way.obstacle:
        raise AnswerError(way.obstacle)
    if not text.strip():
        raise AnswerError(_("An answer needs words."))
    subject = row.subject_ref if person_in(row.subject_ref) else ""
    if row.channel == InboundChannel.SMS:
        enqueue_answer(
            to=row.address, gateway=row.source, signature=row.recipient, words=text,
            subject_ref=subject,
        )  # fmt: skip
    elif row.channel == InboundChannel.WECHAT:
        enqueue_words(openid=row.address, words=text, subject_ref=subject)
    else:
        _send_mail(actor, row, text, subject)
    row.state, row.done_at = InboundState.DONE, clock.now()
    row.answer, row.answered_at = text.strip(), clock.now()
    row.assigned_to_id = row.assigned_to_id or actor.user_id
    row.save(update_fields=["state", "done_at", "answer", "answered_at", "assigned_to"])
    record(actor=actor, verb="inbox.answered", subject=f"inbound:{row.pk}")


def _send_mail(actor: Actor, row: InboundMessage, text: str, subject_ref: str) -> None:
    if not row.raw:
        raise AnswerError(_("The mail itself is not kept any more; it cannot be answered here."))
    stream = Stream.objects.filter(pk=row.stream).first()
    sender = Sender(stream.sender_name, stream.sender_address, stream.reply_to) if stream else None
    asked = str(message_from_bytes(bytes(row.raw)).get("Message-ID", "")).strip()
    subject = row.subject if row.subject.lower().startswith("re:") else f"Re: {row.subject}".strip()
    enqueue_single(
        actor=actor,
        to=row.address,
        to_name=row.name,
        subject=subject,
        text=text,
        sender=sender,
        subject_ref=subject_ref,
        lane=Lane.PRIORITY,
        in_reply_to=asked,
        automatic=False,
    )
