"""Sending domains: look at DNS, keep what it said, say it to whoever is about to send."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.outbox.dkim.dns import Finding, look_up
from wutong.platform.outbox.enums import FindingVerdict, SigningState
from wutong.platform.outbox.errors import OutboxError
from wutong.platform.outbox.keys import message_domain
from wutong.platform.outbox.models import DomainCheck, DomainPace, SigningKey, Stream
from wutong.platform.outbox.senders import default_sender

if TYPE_CHECKING:
    import datetime as dt

    from wutong.kernel.actors import Actor

MOST_PER_MINUTE = 1_000_000


def check_domain(domain: str) -> list[Finding]:
    """Ask DNS now (some seconds at worst) and keep the answer."""
    domain = domain.strip().lower()
    keys = SigningKey.objects.filter(domain=domain, state=SigningState.ACTIVE).order_by("pk")
    found = look_up(domain, bounces=settings.OUTBOX_BOUNCE_DOMAIN or domain, keys=list(keys))
    DomainCheck.objects.update_or_create(
        domain=domain,
        defaults={"findings": [asdict(one) for one in found], "checked_at": clock.now()},
    )
    return found


def findings_of(domain: str) -> tuple[list[Finding], dt.datetime | None]:
    """What DNS said when it was last asked, and when; nothing and None when it never was."""
    row = DomainCheck.objects.filter(pk=domain.strip().lower()).first()
    if row is None:
        return [], None
    found = [
        Finding(one["subject"], FindingVerdict(one["verdict"]), one["detail"])
        for one in row.findings
    ]
    return found, row.checked_at


def sending_domains() -> list[str]:
    """Every domain we send as: of the default sender, of sendings, of keys."""
    found = {message_domain(default_sender().address).lower()}
    found |= set(SigningKey.objects.values_list("domain", flat=True))
    addresses = Stream.objects.values_list("sender_address", flat=True).distinct().order_by()
    found |= {message_domain(address).lower() for address in addresses}
    return sorted(name for name in found if "." in name)


def check_all_domains() -> int:
    """Every night: how many domains were looked at."""
    domains = sending_domains()
    for domain in domains:
        check_domain(domain)
    return len(domains)


@transaction.atomic
def set_pace(*, actor: Actor, domain: str, per_minute: int) -> None:
    """Write to a provider's readers at most so fast; 0 takes the limit away."""
    domain = domain.strip().lower().lstrip("@")
    if "." not in domain or " " in domain or not 0 <= per_minute <= MOST_PER_MINUTE:
        raise OutboxError(_("This is not the name of a domain, or not a number of messages."))
    DomainPace.objects.update_or_create(
        domain=domain, defaults={"per_minute": per_minute, "changed_at": clock.now()}
    )
    record(
        actor=actor, verb="outbox.pace_set", subject=f"domain:{domain}",
        data={"per_minute": per_minute},
    )  # fmt: skip


@transaction.atomic
def release_pace(*, actor: Actor, domain: str) -> None:
    """Go on with a provider that had asked us to wait."""
    moved = DomainPace.objects.filter(pk=domain, strikes__gt=0).update(
        strikes=0, held_until=None, changed_at=clock.now()
    )
    if moved:
        record(actor=actor, verb="outbox.pace_released", subject=f"domain:{domain}")
