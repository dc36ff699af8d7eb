"""RFC 3463 enhanced status codes: what they say about an address."""

import re

# The mailbox or its domain is not there: never write to it again.
HARD_CODES = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


def enhanced_code(reply: str) -> str:
    """The enhanced code in a reply, or nothing."""
    found = _ENHANCED.search(reply)
    return found.group(1) if found else ""


def is_hard(status: str) -> bool:
    """Whether an enhanced status code means the address itself is dead."""
    return status in HARD_CODES
