"""The door of the audit trail."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from wutong.kernel.actors import Actor
from wutong.platform.audit.models import AuditEntry
from wutong.platform.audit.registry import listeners

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

SYSTEM = Actor.system("").label
client_address: ContextVar[str | None] = ContextVar("client_address", default=None)


def record(
    *,
    actor: Actor,
    verb: str,
    subject: str = "",
    subject_label: str = "",
    data: dict[str, Any] | None = None,
    body: str = "",
    sensitive: bool = False,
) -> AuditEntry:
    """Write one line, in the caller's transaction. ``subject`` is a reference like person:12."""
    entry = AuditEntry.objects.create(
        actor_id=actor.user_id,
        actor_label=actor.label[:120],
        actor_ref=actor.subject_ref,
        verb=verb,
        subject_ref=subject,
        subject_label=subject_label[:200],
        reason=actor.reason[:300],
        legal_body=body,
        data=data or {},
        address=client_address.get(),
        sensitive=sensitive,
    )
    for listener in listeners.values():
        listener(entry)
    return entry


def viewed_sensitive(
    *, actor: Actor, subject: str, subject_label: str, fields: Iterable[str], reason: str = ""
) -> AuditEntry:
    """Write down that ``actor`` saw ``fields`` of ``subject`` unmasked (PIPL 第五十一条)."""
    return record(
        actor=actor,
        verb="sensitive.viewed",
        subject=subject,
        subject_label=subject_label,
        data={"fields": sorted(fields), "reason": reason},
        sensitive=True,
    )


def actor_words(label: str) -> str:
    """Who acted as a reader says it: a part of the house (system:import) is the system."""
    return gettext("The system") if label.startswith(SYSTEM) else label


def entries_about(subject: str) -> QuerySet[AuditEntry]:
    """Everything written about ``subject``, newest first."""
    return AuditEntry.objects.filter(subject_ref=subject)


def entries() -> QuerySet[AuditEntry]:
    """The whole trail, newest first; for those with ``audit.view``."""
    return AuditEntry.objects.select_related("actor")
