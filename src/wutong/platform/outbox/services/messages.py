"""A finished message with all its parts (attachments too) through the outbox."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import SMTP
from email.utils import getaddresses, parseaddr
from typing import TYPE_CHECKING

from wutong.platform.outbox.addresses import envelope_address
from wutong.platform.outbox.errors import AddressError
from wutong.platform.outbox.keys import SINGLE, message_domain
from wutong.platform.outbox.models import SingleMail
from wutong.platform.outbox.services.singles import store_single
from wutong.platform.outbox.tokens import message_id

if TYPE_CHECKING:
    from uuid import UUID

    from django.core.mail import EmailMessage

    from wutong.kernel.actors import Actor

_SEVEN_BIT = SMTP.clone(cte_type="7bit")


def _seven_bit(message: EmailMessage) -> bytes:
    """The finished message in ASCII with the line ends of SMTP.

    Read again because the message classes of Django's own write eight bits, whatever the policy.
    """
    written = message.message().as_bytes()
    return message_from_bytes(written, policy=_SEVEN_BIT).as_bytes()


def enqueue_message(
    *, actor: Actor, message: EmailMessage, subject_ref: str = "", fail_silently: bool = False
) -> UUID | None:
    """Queue ``message`` for its recipients in the caller's transaction; its number, None where
    nobody is left. Raises ``AddressError`` unless ``fail_silently``.
    """
    recipients = []
    for name, address in getaddresses([str(to) for to in message.recipients()]):
        if address.endswith(".invalid"):  # stands for somebody without a mailbox (RFC 2606)
            continue
        try:
            recipients.append((envelope_address(address), name))
        except AddressError:
            if not fail_silently:
                raise
    if not recipients:
        return None
    sender = parseaddr(message.from_email)[1]
    mail = SingleMail(
        subject=" ".join(str(message.subject).split())[:300],
        sender_address=sender,
        actor=actor.label[:200],
    )
    if "message-id" not in {name.lower() for name in message.extra_headers}:
        message.extra_headers["Message-ID"] = message_id(
            f"{SINGLE}{mail.id}", b"", message_domain(sender)
        )
    message.extra_headers.setdefault("Auto-Submitted", "auto-generated")
    mail.raw = _seven_bit(message)
    store_single(mail, recipients=recipients, subject_ref=subject_ref)
    return mail.id
