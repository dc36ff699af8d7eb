"""Answering what people wrote, from the box itself."""

from __future__ import annotations

from email import message_from_bytes
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wutong.engines.inbox.services.arriving import person_in
from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import record
from wutong.platform.outbox.enums import InboundChannel, InboundState, Lane
from wutong.platform.outbox.models import InboundMessage, Stream
from wutong.platform.outbox.public import Sender, enqueue_single

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor


class AnswerError(WutongError):
    """This message cannot be answered from here."""


@transaction.atomic
def answer(*, actor: Actor, message_id: int, text: str) -> None:
    """Send ``text`` to whoever wrote, as an answer in the same thread, and close the message.

    It goes out in the name of the body that had written. Raises ``AnswerError``.
    """
    row = InboundMessage.objects.select_for_update().get(pk=message_id)
    if row.channel != InboundChannel.EMAIL or not row.address or not row.raw:
        raise AnswerError(_("Only a mail can be answered from here."))
    if not text.strip():
        raise AnswerError(_("An answer needs words."))
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
        subject_ref=row.subject_ref if person_in(row.subject_ref) else "",
        lane=Lane.PRIORITY,
        in_reply_to=asked,
        automatic=False,
    )
    row.state, row.done_at = InboundState.DONE, clock.now()
    row.answer, row.answered_at = text.strip(), clock.now()
    row.assigned_to_id = row.assigned_to_id or actor.user_id
    row.save(update_fields=["state", "done_at", "answer", "answered_at", "assigned_to"])
    record(actor=actor, verb="inbox.answered", subject=f"inbound:{row.pk}")
