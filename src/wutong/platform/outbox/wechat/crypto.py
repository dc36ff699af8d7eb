"""The seal of WeChat's callbacks: SHA-1 over sorted parts, AES-256-CBC with the EncodingAESKey."""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
HEAD = 16  # random bytes in front of every message


class SealError(Exception):
    """It is not from WeChat, or not for us."""


def signature(*parts: str) -> str:
    """What WeChat puts beside a call: the parts sorted, joined, hashed."""
    return sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def is_signed(given: str, *parts: str) -> bool:
    """Whether ``given`` is the signature of these parts; the token is one of them."""
    return hmac.compare_digest(signature(*parts).encode(), given.encode())


def key_of(encoding_key: str) -> bytes:
    """The 43 characters of the EncodingAESKey as 32 bytes; raises SealError."""
    try:
        key = base64.b64decode(f"{encoding_key}=", validate=True)
    except ValueError:
        raise SealError("the EncodingAESKey is not Base64") from None
    if len(key) != BLOCK:
        raise SealError("the EncodingAESKey has 43 characters")
    return key


def seal(message: bytes, *, key: bytes, app_id: str) -> str:
    """As WeChat sends it: random head, length, message, app id, padded to 32 and encrypted."""
    plain = secrets.token_bytes(HEAD) + struct.pack(">I", len(message)) + message + app_id.encode()
    pad = BLOCK - len(plain) % BLOCK
    plain += bytes([pad]) * pad
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def unseal(sealed: str, *, key: bytes, app_id: str) -> bytes:
    """The message inside; raises SealError for anything that is broken or for another account."""
    try:
        data = base64.b64decode(sealed, validate=True)
        decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
        plain = decryptor.update(data) + decryptor.finalize()
    except ValueError:
        raise SealError("it cannot be decrypted") from None
    if len(plain) < 2 * BLOCK or not 1 <= plain[-1] <= BLOCK:
        raise SealError("it is cut short")
    plain = plain[HEAD : -plain[-1]]
    (length,) = struct.unpack(">I", plain[:4])
    message, whose = plain[4 : 4 + length], plain[4 + length :]
    if len(message) != length or not hmac.compare_digest(whose, app_id.encode()):
        raise SealError("it is for another account")
    return message
