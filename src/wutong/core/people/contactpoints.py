"""Contact points as people write them, as machines use them, and as a screen may show them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from wutong.core.people.enums import ContactKind
from wutong.core.people.errors import ContactNotUnderstoodError
from wutong.kernel import masking
from wutong.kernel.hanzi import fold
from wutong.platform.vault.public import keyed_hash

_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_SEPARATORS = re.compile(r"[\s()()\-–—.]+")
_PLAIN_EMAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
LONGEST = 320


@dataclass(frozen=True, slots=True)
class ContactColumns:
    """The columns of a `ContactPoint` that follow from its kind and value."""

    kind: str
    value: str
    normalised: str
    masked: str
    value_hash: bytes


def contact_columns(kind: str, value: str) -> ContactColumns:
    """Fold, check and normalise one contact point; E.164 for phones (China where no country is
    given), lower case for e-mail. Raises `ContactNotUnderstoodError` with a remedy.
    """
    text = fold(value)
    if not text or len(text) > LONGEST:
        raise ContactNotUnderstoodError(_("This is empty or too long to be a contact point."))
    kind = str(kind)
    normalise, mask = _BY_KIND[kind]
    normalised = normalise(text)
    return ContactColumns(
        kind=kind,
        value=text,
        normalised=normalised,
        masked=mask(normalised),
        value_hash=keyed_hash(kind, normalised),
    )


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _email(text: str) -> str:
    lowered = text.casefold()
    if _PLAIN_EMAIL.fullmatch(lowered):
        return lowered
    try:
        validate_email(lowered)
    except ValidationError:
        raise ContactNotUnderstoodError(
            _("“%(value)s” is not an e-mail address.") % {"value": text}
        ) from None
    return lowered


def _phone(text: str) -> str:
    bare = _SEPARATORS.sub("", text)
    mobile = _MOBILE.fullmatch(bare)
    return f"+86{mobile.group(1)}" if mobile else _other_phone(text)


@lru_cache(maxsize=4096)
def _other_phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text, "CN")
        possible = phonenumbers.is_possible_number(number)
    except phonenumbers.NumberParseException:
        possible = False
    if not possible:
        raise ContactNotUnderstoodError(
            _("“%(value)s” is not a phone number; numbers abroad begin with + and the country.")
            % {"value": text}
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_BY_KIND = {
    ContactKind.EMAIL.value: (_email, masking.email),
    ContactKind.PHONE.value: (_phone, masking.phone),
    ContactKind.ADDRESS.value: (_spaced, masking.text),
    ContactKind.WECHAT.value: (_spaced, masking.text),
}
