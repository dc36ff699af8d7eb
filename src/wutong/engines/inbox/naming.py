"""Whom a message is from, as pages say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from wutong.kernel import masking
from wutong.platform.outbox.enums import InboundChannel

if TYPE_CHECKING:
    from wutong.platform.outbox.models import InboundMessage


def masked_address(row: InboundMessage) -> str:
    """The address a message came from, with its middle struck out."""
    if not row.address:
        return ""
    if row.channel == InboundChannel.WECHAT:
        return masking.text(row.address, keep=4)
    if row.channel == InboundChannel.SMS or "@" not in row.address:
        return masking.phone(row.address)
    return masking.email(row.address)


def writer_of(row: Any) -> str:
    """Whom a message is from or about: the person, the name it gave, the masked address."""
    return row.person_name or row.name or masked_address(row) or str(_("Somebody unknown"))
