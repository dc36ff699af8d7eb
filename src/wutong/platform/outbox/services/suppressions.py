from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.platform.audit.public import record
from wutong.platform.outbox.addresses import address_hash
from wutong.platform.outbox.models import Suppression

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.enums import SuppressionReason


@transaction.atomic
def suppress(
    *,
    actor: Actor,
    address: str = "",
    hashed: bytes = b"",
    reason: SuppressionReason,
    scope: str = "",
    detail: str = "",
) -> bool:
    """Never write to an address again; give the address or its hash. False when it was already.

    Takes effect for mail that is queued, too: the list is asked again when a delivery is claimed.
    """
    digest = hashed or address_hash(address)
    _row, created = Suppression.objects.get_or_create(
        address_hash=digest, scope=scope, defaults={"reason": reason, "detail": detail[:500]}
    )
    if created:
        record(
            actor=actor,
            verb="outbox.suppressed",
            subject=f"address:{digest.hex()}",
            data={"reason": str(reason), "scope": scope},
        )
    return created


@transaction.atomic
def lift_suppression(*, actor: Actor, address: str, scope: str = "") -> bool:
    """Allow an address again (its owner asked for it). False when it was not suppressed."""
    digest = address_hash(address)
    deleted, _models = Suppression.objects.filter(address_hash=digest, scope=scope).delete()
    if deleted:
        record(
            actor=actor,
            verb="outbox.suppression_lifted",
            subject=f"address:{digest.hex()}",
            data={"scope": scope},
        )
    return bool(deleted)
