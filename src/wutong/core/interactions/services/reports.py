"""Contact reports written, changed, their next steps done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from wutong.core.interactions.errors import (
    AboutNobodyError,
    ChangedMeanwhileError,
    StillToComeError,
)
from wutong.core.interactions.models import ContactReport
from wutong.kernel.clock import today
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wutong.kernel.actors import Actor

FIELDS = (
    "channel", "held_on", "with_whom", "place", "summary", "care", "next_step", "next_step_on",
    "next_step_by", "grade",
)  # fmt: skip


@transaction.atomic
def write_report(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    person_id: int | None = None,
    organisation_id: int | None = None,
) -> ContactReport:
    """Write down a contact. A next step without an owner is the author's.

    Raises `AboutNobodyError`, `StillToComeError`.
    """
    if person_id is None and organisation_id is None:
        raise AboutNobodyError
    report = ContactReport(
        person_id=person_id, organisation_id=organisation_id, by_id=actor.user_id
    )
    _fill(actor, report, fields)
    report.save(force_insert=True)
    _noted(actor, report, "report.written", {})
    return report


@transaction.atomic
def change_report(
    *, actor: Actor, report_id: int, fields: Mapping[str, Any], version: int | None = None
) -> ContactReport:
    """Put a report right. Raises `ChangedMeanwhileError` when ``version`` is older."""
    report = ContactReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    if version is not None and report.version != version:
        raise ChangedMeanwhileError
    changed = [name for name in FIELDS if name in fields and getattr(report, name) != fields[name]]
    if not changed:
        return report
    _fill(actor, report, fields)
    report.version += 1
    report.save()
    _noted(actor, report, "report.changed", {"fields": changed})
    return report


@transaction.atomic
def finish_step(*, actor: Actor, report_id: int, done: bool = True) -> ContactReport:
    """The next step is done as of today; or, with ``done`` False, open again."""
    report = ContactReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    day: date | None = today() if done else None
    if bool(report.step_done_on) == done:
        return report
    report.step_done_on = day
    report.version += 1
    report.save(update_fields=["step_done_on", "version"])
    _noted(actor, report, "report.step_done" if done else "report.step_reopened", {})
    return report


def _fill(actor: Actor, report: ContactReport, fields: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in fields:
            setattr(report, name, fields[name])
    if report.held_on > today():
        raise StillToComeError
    if report.next_step and report.next_step_by_id is None:
        report.next_step_by_id = actor.user_id
    if not report.next_step:
        report.next_step_on = report.next_step_by = report.step_done_on = None


def _noted(actor: Actor, report: ContactReport, verb: str, data: dict[str, Any]) -> None:
    about = (
        f"person:{report.person_id}"
        if report.person_id
        else f"organisation:{report.organisation_id}"
    )
    record(
        actor=actor,
        verb=verb,
        subject=about,
        subject_label=str(report.person or report.organisation),
        data={"report": report.pk, **data},
    )
