"""The signature of a mail server that hands mail over by HTTP.

``POST /hooks/mail`` with the message as the body and the header
``Wutong-Signature: t=<unix seconds>,v1=<hex>`` where v1 is the HMAC-SHA256, keyed with
``OUTBOX_DOOR_SECRET``, of ``<t>.<recipient>.<body>``. Five minutes old at most.
"""

from __future__ import annotations

import hmac
import re
import time
from hashlib import sha256

HEADER = "Wutong-Signature"
RECIPIENT = "Wutong-Recipient"
TOLERANCE = 300
_FORM = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def signature(secret: str, body: bytes, *, recipient: str = "", at: int | None = None) -> str:
    """The header's value."""
    moment = int(time.time()) if at is None else at
    content = f"{moment}.{recipient}.".encode() + body
    return f"t={moment},v1={hmac.digest(secret.encode(), content, sha256).hex()}"


def is_signed(secret: str, header: str, body: bytes, *, recipient: str = "") -> bool:
    """Whether the header is of that secret, for that body, and fresh."""
    found = _FORM.fullmatch(header.strip())
    if not secret or found is None:
        return False
    moment = int(found.group(1))
    if abs(time.time() - moment) > TOLERANCE:
        return False
    return hmac.compare_digest(
        signature(secret, body, recipient=recipient, at=moment), header.strip()
    )
