"""Making, using and retiring DKIM keys."""

from __future__ import annotations

import time
from base64 import b64encode
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.outbox.dkim.signer import Key, Signer
from wutong.platform.outbox.enums import SigningAlgorithm, SigningState
from wutong.platform.outbox.errors import OutboxError
from wutong.platform.outbox.models import SigningKey

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor

BITS = 2048
REMEMBERED = 30.0  # seconds a pump goes on with the keys it knows
_known: dict[str, tuple[float, Signer | None]] = {}


def public_half(private: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> str:
    """The ``p=`` of the DNS record: base64 of DER, for Ed25519 of the bare 32 bytes."""
    public = private.public_key()
    if isinstance(public, ed25519.Ed25519PublicKey):
        raw = public.public_bytes_raw()
    else:
        raw = public.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    return b64encode(raw).decode("ascii")


def dns_name(key: SigningKey) -> str:
    """Where the record stands."""
    return f"{key.selector}._domainkey.{key.domain}"


def dns_value(key: SigningKey) -> str:
    """What the record says."""
    kind = "ed25519" if key.algorithm == SigningAlgorithm.ED25519 else "rsa"
    return f"v=DKIM1; k={kind}; p={key.public}"


@transaction.atomic
def make_key(
    *, actor: Actor, domain: str, algorithm: SigningAlgorithm = SigningAlgorithm.RSA
) -> SigningKey:
    """A new key, not in use yet; its selector says the month and counts up."""
    domain = domain.strip().lower().rstrip(".")
    if "." not in domain or any(sign in domain for sign in " @/"):
        raise OutboxError(_("This is not the name of a domain."))
    private: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey = (
        ed25519.Ed25519PrivateKey.generate()
        if algorithm == SigningAlgorithm.ED25519
        else rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    )
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode("ascii")
    stem = f"wt{clock.today():%Y%m}"
    taken = set(SigningKey.objects.filter(domain=domain).values_list("selector", flat=True))
    number = next(n for n in range(1, 1000) if f"{stem}-{n}" not in taken)
    key = SigningKey.objects.create(
        domain=domain,
        selector=f"{stem}-{number}",
        algorithm=algorithm,
        private=pem,
        public=public_half(private),
    )
    record(actor=actor, verb="outbox.key_made", subject=f"key:{key.pk}", subject_label=str(key))
    return key


def use_key(*, actor: Actor, key_id: int) -> None:
    """Sign with it from now on; every pump knows within half a minute."""
    _move(actor, key_id, SigningState.ACTIVE, "outbox.key_used")


def retire_key(*, actor: Actor, key_id: int) -> None:
    """Sign with it no more. Its record should stay in DNS for a week."""
    _move(actor, key_id, SigningState.RETIRED, "outbox.key_retired")


@transaction.atomic
def _move(actor: Actor, key_id: int, state: SigningState, verb: str) -> None:
    key = SigningKey.objects.select_for_update().get(pk=key_id)
    if key.state == state:
        return
    key.state, key.changed_at = state, clock.now()
    key.save(update_fields=["state", "changed_at"])
    record(actor=actor, verb=verb, subject=f"key:{key.pk}", subject_label=str(key))
    _known.pop(key.domain, None)


def signer_for(domain: str) -> Signer | None:
    """Signs for a sender's domain, with every key in use there; None where there is none."""
    now = time.monotonic()
    until, found = _known.get(domain, (0.0, None))
    if until > now:
        return found
    rows = SigningKey.objects.filter(domain=domain.lower(), state=SigningState.ACTIVE)
    keys = [Key.load(row.domain, row.selector, row.private) for row in rows.order_by("pk")]
    signer = Signer(keys) if keys else None
    _known[domain] = (now + REMEMBERED, signer)
    return signer
