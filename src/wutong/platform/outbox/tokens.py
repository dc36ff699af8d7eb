"""Tokens that name a delivery: computed when needed, checked without a look-up, never stored."""

from __future__ import annotations

import datetime as dt
import hmac
import struct
from functools import lru_cache

from wutong.platform.outbox.values import DeliveryRef
from wutong.platform.vault.public import keyed_hash

_LAYOUT = struct.Struct(">HHI")  # month number, high and low part of the id
_EPOCH_YEAR = 2000
_MAC = 8  # bytes
_RAW = _LAYOUT.size + _MAC
_MESSAGE_MAC = 15


@lru_cache(maxsize=32)
def _keyed(purpose: str) -> hmac.HMAC:
    """An HMAC that has taken in its key; a copy of it costs half of a new one."""
    return hmac.new(keyed_hash("outbox.token", purpose), digestmod="sha256")


def _mac(purpose: str, payload: bytes, size: int) -> bytes:
    made = _keyed(purpose).copy()
    made.update(payload)
    return made.digest()[:size]


def _payload(month: dt.date, delivery_id: int) -> bytes:
    number = (month.year - _EPOCH_YEAR) * 12 + month.month - 1
    return _LAYOUT.pack(number, delivery_id >> 32, delivery_id & 0xFFFFFFFF)


def delivery_token(purpose: str, campaign_month: dt.date, delivery_id: int) -> str:
    """32 hexadecimal digits that name one delivery for one purpose.

    Case does not matter, so it survives mail servers that fold the case of local parts. About
    2 µs; ``purpose`` keeps a bounce token from unsubscribing anybody.
    """
    payload = _payload(campaign_month, delivery_id)
    return (payload + _mac(purpose, payload, _MAC)).hex()


def read_delivery_token(purpose: str, token: str) -> DeliveryRef | None:
    """The delivery a token names, or None when it was not made by us for that purpose."""
    try:
        raw = bytes.fromhex(token)
    except ValueError:
        return None
    if len(raw) != _RAW:
        return None
    payload, mac = raw[: _LAYOUT.size], raw[_LAYOUT.size :]
    if not hmac.compare_digest(_mac(purpose, payload, _MAC), mac):
        return None
    number, high, low = _LAYOUT.unpack(payload)
    month = dt.date(_EPOCH_YEAR + number // 12, number % 12 + 1, 1)
    return DeliveryRef(month, high << 32 | low)


def message_id(stream: str, address_hash: bytes, domain: str) -> str:
    """The Message-ID of (stream, address): the same however often it is computed."""
    mac = _mac("message-id", stream.encode() + b"\0" + address_hash, _MESSAGE_MAC)
    return f"<{mac.hex()}@{domain}>"
