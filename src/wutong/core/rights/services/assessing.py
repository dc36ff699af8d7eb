"""Impact assessments: opened by what is done, written by colleagues, decided by a director."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wutong.core.rights.errors import NotWrittenError
from wutong.core.rights.models import Assessment
from wutong.core.rights.registry import occasions
from wutong.kernel.clock import now
from wutong.kernel.errors import ConflictError
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.core.rights.enums import Outcome, Trigger
    from wutong.kernel.actors import Actor

# The law wants reports kept for three years; then the same is looked at anew.
ANEW = timedelta(days=365 * 3)
TEXTS = ("necessity", "impact", "measures")
CRON = "25 18 * * *"


@transaction.atomic
def open_due(*, actor: Actor) -> int:
    """An assessment for everything that calls for one and has none of these years; how many."""
    known = set(
        Assessment.objects.filter(opened_at__gt=now() - ANEW).values_list("occasion", flat=True)
    ) | set(Assessment.objects.filter(outcome="").values_list("occasion", flat=True))
    found = [one for provider in occasions.values() for one in provider()]
    fresh = [one for one in found if one.key not in known]
    for one in fresh:
        _opened(actor, one.key, one.trigger, one.title, one.facts)
    return len(fresh)


@transaction.atomic
def open_assessment(*, actor: Actor, trigger: Trigger, title: str, facts: str = "") -> Assessment:
    """One that nothing on record calls for: something planned."""
    return _opened(actor, f"own:{now().isoformat()}", trigger, title, facts)


def _opened(actor: Actor, key: str, trigger: str, title: str, facts: str) -> Assessment:
    row = Assessment.objects.create(
        occasion=key[:80], trigger=trigger, title=title[:200], facts=facts, opened_at=now()
    )
    record(actor=actor, verb="assessment.opened", subject=row.ref, subject_label=row.title)
    return row


@transaction.atomic
def save_assessment(
    *, actor: Actor, assessment_id: int, fields: Mapping[str, Any], version: int | None = None
) -> Assessment:
    """Write the answers; one that was decided stays as it is."""
    row = _open(assessment_id, version)
    changed = [name for name in TEXTS if getattr(row, name) != fields[name].strip()]
    for name in changed:
        setattr(row, name, fields[name].strip())
    row.version += 1
    row.save()
    record(
        actor=actor, verb="assessment.written", subject=row.ref, subject_label=row.title,
        data={"fields": changed},
    )  # fmt: skip
    return row


@transaction.atomic
def decide_assessment(
    *, actor: Actor, assessment_id: int, outcome: Outcome, version: int | None = None
) -> Assessment:
    """Whether it may be done. Raises `NotWrittenError` while a question is open."""
    row = _open(assessment_id, version)
    if not row.is_written:
        raise NotWrittenError
    row.outcome, row.decided_at, row.decided_by_id = outcome, now(), actor.user_id
    row.version += 1
    row.save()
    record(
        actor=actor, verb="assessment.decided", subject=row.ref, subject_label=row.title,
        data={"outcome": str(outcome)},
    )  # fmt: skip
    return row


def _open(assessment_id: int, version: int | None) -> Assessment:
    row = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment_id)
    if row.outcome:
        raise ConflictError(_("This has been decided; it stays as it is."))
    if version is not None and row.version != version:
        raise ConflictError(_("Somebody else has changed this entry meanwhile."))
    return row
