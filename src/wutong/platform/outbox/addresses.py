"""Addresses: which may stand on an envelope, and how one is hashed."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from wutong.platform.outbox.errors import AddressError
from wutong.platform.vault.public import keyed_hash

HASH_PURPOSE = "email"

# RFC 5321 dot-atom mailbox in ASCII; quoted local parts are legal and unused in practice, and
# what is refused here can never carry a line break or a second command onto the wire.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAILBOX = re.compile(
    rf"{_ATOM}(?:\.{_ATOM})*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?\.)*"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)


def envelope_address(address: str) -> str:
    """The ASCII form for MAIL FROM / RCPT TO; an international domain becomes IDNA.

    Raises ``AddressError`` for anything that is not a plain mailbox.
    """
    if len(address) <= 254 and _MAILBOX.fullmatch(address):
        return address
    local, at, domain = address.strip().rpartition("@")
    if at and not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            domain = ""
    candidate = f"{local}@{domain}"
    if len(candidate) > 254 or not _MAILBOX.fullmatch(candidate):
        raise AddressError(_("This e-mail address cannot be used."))
    return candidate


def normalise_address(address: str) -> str:
    """The form under which two spellings of one address count as the same."""
    return address.strip().casefold()


def address_hash(address: str) -> bytes:
    """The keyed hash of an address (16 bytes) used in ``address_hash`` columns.

    It is ``vault.keyed_hash("email", normalise_address(address))``; contact points store the
    same, so a snapshot copies it instead of computing it.
    """
    return keyed_hash(HASH_PURPOSE, normalise_address(address))
