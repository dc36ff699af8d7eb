"""Signatures that somebody without our keys can check: Ed25519, one key pair per purpose.

The private halves are derived from ``WUTONG_KEYS`` (HKDF-SHA256), so nothing new has to be kept
secret and a rotation is the same one: put a new key in front. The newest signs; the two newest are
published, so that what was signed just before a rotation still verifies, and what was signed with a
key that was given up does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_ID_BYTES = 4
SEED_BYTES = 32
PUBLISHED = 2


@dataclass(frozen=True)
class PublicKey:
    """The half that may be known: ``raw`` is 32 bytes, ``key_id`` the first 4 of its SHA-256."""

    key_id: bytes
    raw: bytes


@cache
def _private_key(purpose: str, secret: str) -> Ed25519PrivateKey:
    derive = HKDF(algorithm=SHA256(), length=SEED_BYTES, salt=None, info=f"sign:{purpose}".encode())
    return Ed25519PrivateKey.from_private_bytes(derive.derive(secret.encode()))


def _public_half(key: Ed25519PrivateKey) -> PublicKey:
    raw = key.public_key().public_bytes_raw()
    return PublicKey(key_id=sha256(raw).digest()[:KEY_ID_BYTES], raw=raw)


def public_keys(purpose: str) -> list[PublicKey]:
    """The keys that verify, the one that signs now first."""
    return [
        _public_half(_private_key(purpose, secret)) for secret in settings.WUTONG_KEYS[:PUBLISHED]
    ]


def sign_message(purpose: str, message: bytes) -> bytes:
    """The 64-byte signature of ``message`` by the newest key of ``purpose``."""
    return _private_key(purpose, settings.WUTONG_KEYS[0]).sign(message)
