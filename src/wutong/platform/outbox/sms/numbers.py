"""Phone numbers in E.164: which can take a text message, and what time it is there."""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import PhoneNumberType

from wutong.kernel.clock import CAMPUS
from wutong.platform.vault.public import keyed_hash

HASH_PURPOSE = "phone"
MAINLAND = "+86"
_MOBILE = re.compile(r"\+861[3-9]\d{9}")
_TAKES_TEXT = {
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.UNKNOWN,
}


def number_hash(number: str) -> bytes:
    """The keyed hash of a number in E.164; contact points store the same."""
    return keyed_hash(HASH_PURPOSE, number)


def is_domestic(number: str) -> bool:
    """A number of the mainland."""
    return number.startswith(MAINLAND)


def takes_text(number: str) -> bool:
    """Whether a text message can reach the number: landlines cannot."""
    if is_domestic(number):
        return _MOBILE.fullmatch(number) is not None
    return _takes_text_abroad(number)


@lru_cache(maxsize=4096)
def _takes_text_abroad(number: str) -> bool:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(parsed) in _TAKES_TEXT


@lru_cache(maxsize=4096)
def zones_of(number: str) -> tuple[ZoneInfo, ...]:
    """The time zones a number may be in; campus time for the mainland and where nothing is known."""
    if is_domestic(number):
        return (CAMPUS,)
    # A megabyte of tables, needed for numbers abroad alone.
    from phonenumbers.timezone import time_zones_for_number  # noqa: PLC0415 - loaded when needed

    try:
        names = time_zones_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return (CAMPUS,)
    found = []
    for name in names:
        try:
            found.append(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return tuple(found) or (CAMPUS,)


def as_e164(national: str, country: str = "86") -> str:
    """What a carrier reports (``13800000000``, ``8613800000000``, ``+86138…``) in E.164."""
    digits = "".join(one for one in national if one.isdecimal())
    if national.strip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if _MOBILE.fullmatch(f"+{digits}"):
        return f"+{digits}"
    if country == "86" and _MOBILE.fullmatch(f"{MAINLAND}{digits}"):
        return f"{MAINLAND}{digits}"
    if country != "86":
        return f"+{country}{digits}"
    return f"+{digits}"
