"""Names that several parts of the outbox must agree on."""

SINGLE = "single:"  # prefix of the stream key of a mail outside any stream
BOUNCE_PURPOSE = "bounce"  # purpose of the token in a return path


def message_domain(sender_address: str) -> str:
    """The right-hand side of our Message-IDs: the sender's own domain."""
    return sender_address.rpartition("@")[2] or "localhost"
