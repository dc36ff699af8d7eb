"""Keys: hashes that only we can make, and tokens that only we can sign.

Keys come from the setting ``WUTONG_KEYS``: the first signs, all verify, so that a key is
rotated by putting a new one in front and dropping the old one when its tokens have expired.
"""

from __future__ import annotations

import hmac
import time
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing

from wutong.platform.vault.encryption import decrypt_text, encrypt_text
from wutong.platform.vault.errors import BadTokenError, ExpiredTokenError
from wutong.platform.vault.fields import EncryptedTextField
from wutong.platform.vault.signatures import PublicKey, public_keys, sign_message

if TYPE_CHECKING:
    from datetime import timedelta

__all__ = [
    "EncryptedTextField",
    "PublicKey",
    "decrypt_text",
    "encrypt_text",
    "keyed_hash",
    "public_keys",
    "seal",
    "seals",
    "sign",
    "sign_message",
    "unsign",
]

HASH_BYTES = 16


def keyed_hash(purpose: str, value: str) -> bytes:
    """A 16-byte HMAC-SHA256 of ``value``: a blind index that cannot be guessed from outside.

    Uses ``WUTONG_HASH_KEY``, by default the *oldest* key, so that hashes already stored keep
    matching after a rotation: what a blind index was made of cannot be made again from it.
    """
    key = f"{purpose}:{settings.WUTONG_HASH_KEY or settings.WUTONG_KEYS[-1]}".encode()
    return hmac.digest(key, value.encode(), sha256)[:HASH_BYTES]


def seal(purpose: str, value: str) -> bytes:
    """A 32-byte HMAC-SHA256 of ``value`` with the newest key, for what is printed and checked."""
    return hmac.digest(f"{purpose}:{settings.WUTONG_KEYS[0]}".encode(), value.encode(), sha256)


def seals(purpose: str, value: str) -> list[bytes]:
    """The seals of ``value`` by every key, newest first: one of them must be the one seen."""
    return [
        hmac.digest(f"{purpose}:{key}".encode(), value.encode(), sha256)
        for key in settings.WUTONG_KEYS
    ]


def sign(purpose: str, payload: dict[str, Any], expires: timedelta | None = None) -> str:
    """A URL-safe token of ``payload`` (JSON types), bound to ``purpose``."""
    body: dict[str, Any] = {"p": payload}
    if expires is not None:
        body["x"] = int(time.time() + expires.total_seconds())
    return signing.dumps(body, key=settings.WUTONG_KEYS[0], salt=purpose)


def unsign(purpose: str, token: str) -> dict[str, Any]:
    """The payload of ``token``; raises ``BadTokenError`` or ``ExpiredTokenError``."""
    try:
        body = signing.loads(
            token,
            key=settings.WUTONG_KEYS[0],
            fallback_keys=list[str | bytes](settings.WUTONG_KEYS[1:]),
            salt=purpose,
        )
        payload: dict[str, Any] = body["p"]
        expires = int(body.get("x", 0))
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        raise BadTokenError from None
    if expires and expires < time.time():
        raise ExpiredTokenError
    return payload
