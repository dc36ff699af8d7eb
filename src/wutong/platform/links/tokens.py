"""The address of a link: grant, subject, keyed digest.

A token is ``<grant>.<subject>.<digest>`` with both numbers in hexadecimal and the first
96 bits of an HMAC-SHA-256 in URL-safe base64: about 25 characters, so that it survives a
text mail and a telephone.
"""

from __future__ import annotations

import hmac
import re
from binascii import b2a_base64
from hashlib import sha256
from typing import TYPE_CHECKING

from wutong.platform.vault.public import keyed_hash

if TYPE_CHECKING:
    from wutong.platform.links.models import LinkGrant

PURPOSE = "links.grant"
DIGEST_BYTES = 12
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
SHAPE = re.compile(r"^([0-9a-f]{1,15})\.([0-9a-f]{1,15})\.([A-Za-z0-9_-]{16})$")


def signing_key(grant: LinkGrant) -> bytes:
    """The grant's own key: its random half hashed under the vault's key."""
    return sha256(keyed_hash(PURPOSE, bytes(grant.secret).hex()) + bytes(grant.secret)).digest()


def _digest(keyed: hmac.HMAC, subject: str) -> str:
    """``keyed`` has taken in the key; a copy of it costs half of a new one."""
    made = keyed.copy()
    made.update(subject.encode())
    raw = b2a_base64(made.digest()[:DIGEST_BYTES], newline=False)
    return raw.translate(_URL_SAFE).decode()


def _keyed(grant: LinkGrant) -> hmac.HMAC:
    return hmac.new(signing_key(grant), digestmod="sha256")


def token_for(grant: LinkGrant, subject_id: int) -> str:
    """The token that lets ``subject_id`` use ``grant``."""
    return Minter(grant).token(subject_id)


class Minter:
    """Mints the tokens of one grant by the thousand: about 2 µs each, no query, no row."""

    def __init__(self, grant: LinkGrant) -> None:
        self.prefix = f"{grant.pk:x}."
        self._keyed = _keyed(grant)

    def token(self, subject_id: int) -> str:
        """The token for one subject."""
        subject = f"{subject_id:x}"
        return f"{self.prefix}{subject}.{_digest(self._keyed, subject)}"


def split(token: str) -> tuple[int, int, str] | None:
    """(grant id, subject id, digest) of a well-formed token; nothing is verified here."""
    match = SHAPE.match(token)
    return (int(match[1], 16), int(match[2], 16), match[3]) if match else None


def verify(grant: LinkGrant, subject_id: int, digest: str) -> bool:
    """Whether the digest is ours, compared in constant time."""
    return hmac.compare_digest(_digest(_keyed(grant), f"{subject_id:x}"), digest)
