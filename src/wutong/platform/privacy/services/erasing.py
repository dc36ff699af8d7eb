"""Erasing somebody: what it would do, and doing it in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from wutong.kernel.clock import now
from wutong.platform.audit.public import record
from wutong.platform.privacy.errors import ErasureHinderedError
from wutong.platform.privacy.models import Erasure
from wutong.platform.privacy.registry import hindrances, holdings
from wutong.platform.privacy.services.subjects import subject_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.enums import Fate


@dataclass(frozen=True)
class PlannedLine:
    """One holding in a preview."""

    code: str
    title: _StrOrPromise
    amount: int
    fate: Fate
    ground: _StrOrPromise


def plan_erasure(ref: str) -> list[PlannedLine]:
    """What an erasure of ``ref`` would touch now, who somebody is first; holdings without a row
    are left out.
    """
    subject = subject_of(ref)
    lines = [
        PlannedLine(code, item.title, len(item.read(subject).rows), item.fate, item.ground)
        for code, item in holdings.items()
    ]
    return [line for line in reversed(lines) if line.amount]


def hindrances_of(ref: str) -> list[_StrOrPromise]:
    """What must be settled before ``ref`` can be erased."""
    subject = subject_of(ref)
    return [said for ask in hindrances.values() for said in ask(subject)]


@transaction.atomic
def erase_subject(*, actor: Actor, ref: str, reason: str) -> Erasure:
    """Erase, anonymise or leave locked whatever the rooms hold about ``ref``; all or nothing.

    Raises `ErasureHinderedError`. What remains of it is the count by holding.
    """
    hindered = hindrances_of(ref)
    if hindered:
        raise ErasureHinderedError(hindered)
    subject = subject_of(ref)
    lines = []
    for code, item in holdings.items():
        rows = item.erase(actor, subject) if item.erase else len(item.read(subject).rows)
        if rows:
            lines.append({"holding": code, "fate": item.fate.value, "rows": rows})
    made = Erasure.objects.create(
        subject_ref=ref,
        erased_at=now(),
        by_label=actor.label[:120],
        reason=reason[:300],
        lines=lines,
    )
    record(
        actor=actor,
        verb="privacy.erased",
        subject=ref,
        data={"lines": lines, "reason": reason, "erasure": made.pk},
    )
    return made
