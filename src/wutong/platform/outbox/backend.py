"""Django's mail through the outbox: stored in the caller's transaction, sent by the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail.backends.base import BaseEmailBackend

from wutong.kernel.actors import Actor
from wutong.platform.outbox.services.messages import enqueue_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage

_HOUSE = Actor.system("mail")


class OutboxEmailBackend(BaseEmailBackend):
    """``EMAIL_BACKEND`` for log-in mails and notices (allauth's, Django's, Wagtail's)."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each message for its recipients; how many were queued."""
        return sum(
            enqueue_message(actor=_HOUSE, message=message, fail_silently=self.fail_silently)
            is not None
            for message in email_messages
        )
