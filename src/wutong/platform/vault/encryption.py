"""Text encrypted for a column: AES-256-GCM, each value with a nonce of its own.

Looks like ``v1:9f86d081:…``: the version of the form, the id of the key, then nonce and ciphertext
in base64. The key is derived (HKDF-SHA256) from a member of ``WUTONG_KEYS``; the id is derived
beside it and gives nothing away. What the value is for is bound to it as associated data: a number
copied into another column does not open there.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from wutong.platform.vault.errors import UnreadableSecretError

VERSION = "v1"
NONCE_BYTES = 12
KEY_BYTES = 32
ID_BYTES = 4


def encrypt_text(purpose: str, text: str) -> str:
    """``text`` under the newest key; empty stays empty."""
    if not text:
        return ""
    key_id, cipher = _cipher(settings.WUTONG_KEYS[0])
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + cipher.encrypt(nonce, text.encode(), purpose.encode())
    return f"{VERSION}:{key_id}:{urlsafe_b64encode(sealed).decode()}"


def decrypt_text(purpose: str, stored: str) -> str:
    """What was encrypted, by whichever key; raises ``UnreadableSecretError``."""
    if not stored:
        return ""
    version, _colon, rest = stored.partition(":")
    key_id, _colon, body = rest.partition(":")
    if version != VERSION:
        raise UnreadableSecretError
    for secret in settings.WUTONG_KEYS:
        known, cipher = _cipher(secret)
        if known == key_id:
            return _opened(cipher, purpose, body)
    raise UnreadableSecretError


def current_prefix() -> str:
    """How everything begins that the newest key has encrypted."""
    return f"{VERSION}:{_cipher(settings.WUTONG_KEYS[0])[0]}:"


def _opened(cipher: AESGCM, purpose: str, body: str) -> str:
    try:
        sealed = urlsafe_b64decode(body)
        nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        return cipher.decrypt(nonce, ciphertext, purpose.encode()).decode()
    except (InvalidTag, ValueError):
        raise UnreadableSecretError from None


@cache
def _cipher(secret: str) -> tuple[str, AESGCM]:
    derive = HKDF(
        algorithm=SHA256(),
        length=KEY_BYTES + ID_BYTES,
        salt=None,
        info=f"encrypt:{VERSION}".encode(),
    )
    found = derive.derive(secret.encode())
    return found[KEY_BYTES:].hex(), AESGCM(found[:KEY_BYTES])
