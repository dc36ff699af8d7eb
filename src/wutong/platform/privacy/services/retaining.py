"""The retention robot: what goes tonight, by which rule, and letting it go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from wutong.kernel.clock import CAMPUS, now
from wutong.platform.audit.public import record
from wutong.platform.jobs.public import advance
from wutong.platform.privacy.models import RetentionRun
from wutong.platform.privacy.registry import retention_rules

if TYPE_CHECKING:
    from uuid import UUID

    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.registry import RetentionRule

log = structlog.get_logger(__name__)
NIGHTLY = time(1, 40, tzinfo=CAMPUS)
CRON = "40 17 * * *"  # the same in UTC


@dataclass(frozen=True)
class DueLine:
    """One rule with what it would remove."""

    code: str
    rule: RetentionRule
    due: int


def next_run() -> datetime:
    """When the robot goes round next."""
    here = now().astimezone(CAMPUS)
    tonight = datetime.combine(here.date(), NIGHTLY)
    return tonight if tonight > here else tonight + timedelta(days=1)


def preview_retention(moment: datetime | None = None) -> list[DueLine]:
    """Every rule with what falls due until ``moment`` (the next run)."""
    until = moment or next_run()
    return [DueLine(code, rule, rule.due(until)) for code, rule in retention_rules.items()]


def run_retention(*, actor: Actor, progress_id: UUID | None = None) -> RetentionRun:
    """Let go of everything whose time has passed: a transaction a rule, so that one that fails
    stops no other. The run is on record and in the audit trail.
    """
    run = RetentionRun.objects.create(started_at=now(), by_label=actor.label[:120])
    lines, gone, failed = [], 0, 0
    for place, (code, rule) in enumerate(retention_rules.items(), start=1):
        amount, error = 0, ""
        try:
            with transaction.atomic():
                amount = rule.run(actor, now())
        except Exception as problem:
            log.exception("privacy.retention_rule_failed", rule=code)
            error, failed = f"{type(problem).__name__}: {problem}"[:300], failed + 1
        gone += amount
        lines.append({"rule": code, "gone": amount, "error": error})
        if progress_id is not None:
            advance(progress_id, done=place, total=len(retention_rules), message=str(rule.title))
    with transaction.atomic():
        run.finished_at, run.lines, run.gone, run.failed = now(), lines, gone, failed
        run.save()
        record(
            actor=actor,
            verb="privacy.retention_run",
            subject=f"retention_run:{run.pk}",
            data={"gone": gone, "failed": failed, "lines": [x for x in lines if x["gone"]]},
        )
    return run
