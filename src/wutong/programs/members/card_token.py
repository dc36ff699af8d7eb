"""What the code of a card says, and how it is checked. Needs no database, no settings, no network.

A token is bytes in base 32 (capitals and digits, which a QR code packs tightly)::

    kind 1 | key id 4 | time 4 | serial 4 | masked name, UTF-8 | Ed25519 signature 64

A *live* token carries the number of the minute in which it was made and holds for that minute and
``TOLERANCE`` minutes to either side; a *printed* one carries the last day on which it holds (days
since 1970). The serial is the card's, not the person's; the name is masked.
"""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PERIOD = 60
"""Seconds that a live code stands on the screen."""
TOLERANCE = 1
"""Periods by which the clocks of phone, server and gate may differ."""
LONGEST = 600
SIGNATURE = 64
EPOCH = date(1970, 1, 1)
_HEAD = struct.Struct(">B4sII")


class Kind(Enum):
    """What stands before the gate: a phone or a piece of paper."""

    LIVE = 1
    PRINTED = 2


class Verdict(Enum):
    """What the gate is told."""

    VALID = "valid"
    EXPIRED = "expired"
    EARLY = "early"
    REVOKED = "revoked"
    FORGED = "forged"


@dataclass(frozen=True)
class Claim:
    """What a genuine token says. ``time`` is a minute or a day, by ``kind``."""

    kind: Kind
    time: int
    serial: int
    name: str

    @property
    def holds_until(self) -> datetime:
        """The moment from which it no longer holds."""
        if self.kind is Kind.PRINTED:
            day = EPOCH + timedelta(days=self.time + 1)
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        return datetime.fromtimestamp((self.time + 1 + TOLERANCE) * PERIOD, tz=UTC)


@dataclass(frozen=True)
class Answer:
    """The verdict, with the claim where the token is genuine."""

    verdict: Verdict
    claim: Claim | None = None

    @property
    def good(self) -> bool:
        """Whether to open the gate."""
        return self.verdict is Verdict.VALID


@dataclass(frozen=True)
class KeyRing:
    """Everything a gate needs: public keys by id, and the serials that were called back."""

    keys: Mapping[bytes, Ed25519PublicKey]
    revoked: frozenset[int] = frozenset()

    @classmethod
    def from_published(cls, published: Mapping[str, Any]) -> KeyRing:
        """The ring of ``/.well-known/wutong-card.json``; ``ValueError`` where it is not one."""
        try:
            keys = {
                bytes.fromhex(row["id"]): Ed25519PublicKey.from_public_bytes(
                    base64.b64decode(row["public"])
                )
                for row in published["keys"]
            }
            return cls(keys, frozenset(int(serial) for serial in published["revoked"]))
        except (KeyError, TypeError, binascii.Error) as error:
            message = f"not a list of card keys: {error}"
            raise ValueError(message) from error


def minute_of(moment: datetime) -> int:
    """The period in which ``moment`` falls."""
    return int(moment.timestamp()) // PERIOD


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def make_token(claim: Claim, key_id: bytes, sign: Callable[[bytes], bytes]) -> str:
    """The token for ``claim``, signed by ``sign`` whose key is known as ``key_id``."""
    head = _HEAD.pack(claim.kind.value, key_id, claim.time, claim.serial)
    message = head + claim.name.encode()
    return base64.b32encode(message + sign(message)).decode().rstrip("=")


def check_token(text: str, ring: KeyRing, now: datetime) -> Answer:
    """What to think of ``text``, a token or an address that ends in one, at ``now`` (aware)."""
    claim = _genuine(text.strip().rpartition("/")[2].upper(), ring)
    if claim is None:
        return Answer(Verdict.FORGED)
    if claim.serial in ring.revoked:
        return Answer(Verdict.REVOKED, claim)
    if claim.kind is Kind.LIVE and claim.time > minute_of(now) + TOLERANCE:
        return Answer(Verdict.EARLY, claim)
    return Answer(Verdict.VALID if now < claim.holds_until else Verdict.EXPIRED, claim)


def _genuine(token: str, ring: KeyRing) -> Claim | None:
    if not token or len(token) > LONGEST:
        return None
    try:
        raw = base64.b32decode(token + "=" * (-len(token) % 8))
        message, signature = raw[:-SIGNATURE], raw[-SIGNATURE:]
        kind, key_id, time, serial = _HEAD.unpack_from(message)
        ring.keys[key_id].verify(signature, message)
        return Claim(Kind(kind), time, serial, message[_HEAD.size :].decode())
    except (binascii.Error, ValueError, struct.error, KeyError, InvalidSignature):
        return None
