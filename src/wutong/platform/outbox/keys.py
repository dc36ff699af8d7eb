"""Names that several parts of the outbox must agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

SINGLE = "single:"  # prefix of the stream key of a mail outside any stream
BOUNCE_PURPOSE = "bounce"  # purpose of the token in a return path


def single_key(mail: UUID) -> str:
    """The stream key of a mail outside any stream."""
    return f"{SINGLE}{mail}"


def message_domain(sender_address: str) -> str:
    """The right-hand side of our Message-IDs: the sender's own domain."""
    return sender_address.rpartition("@")[2] or "localhost"
