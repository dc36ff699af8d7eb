"""Who writes when nobody else is named."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings

from wutong.platform.outbox.values import Sender


def default_sender() -> Sender:
    """The sender of mail that names none: the setting ``MAIL_FROM``."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Sender(name=name, address=address)
