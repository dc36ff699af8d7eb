"""An intake is prepared: the file, the choices, the start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.kernel.clock import now
from wutong.platform.audit.public import record
from wutong.platform.jobs.public import defer, start_progress
from wutong.platform.tabular.errors import MappingIncompleteError
from wutong.platform.tabular.models import BatchState
from wutong.platform.tabular.registry import importers
from wutong.platform.tabular.services import batches
from wutong.programs.graduation.enums import IntakeState
from wutong.programs.graduation.errors import IntakeError
from wutong.programs.graduation.models import Intake

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.platform.files.public import Readable
    from wutong.platform.jobs.models import Progress
    from wutong.platform.jobs.public import Task

IMPORTER = "people.register"
PREVIEW = "graduation_preview"
CHOICES = ("title", "legal_body", "with_cards", "with_letter", "subject_zh", "subject_en",
           "body_zh", "body_en", "liaisons")  # fmt: skip


@transaction.atomic
def open_intake(
    *, actor: Actor, user: User, values: Mapping[str, Any], content: Readable, name: str
) -> Intake:
    """An intake with its file; where the columns are known from last year, the dry run begins.
    Raises `UnreadableFileError`.
    """
    batch = batches.receive_file(
        actor=actor, importer=IMPORTER, content=content, name=name, source_label=values["title"]
    )
    intake = Intake.objects.create(
        batch=batch,
        created_by=user,
        created_at=now(),
        **{name: values[name] for name in CHOICES if name in values},
    )
    record(actor=actor, verb="graduation.opened", subject=intake.ref, subject_label=intake.title)
    if batch.notes.get("remembered") and _complete(batch.mapping):
        batches.save_mapping(actor=actor, batch_id=batch.pk, mapping=batch.mapping)
        batches.start_check(actor=actor, batch_id=batch.pk)
    return intake


def _complete(mapping: dict[str, int]) -> bool:
    try:
        batches.demand_complete(importers.get(IMPORTER), mapping)
    except MappingIncompleteError:
        return False
    return True


@transaction.atomic
def save_choices(*, actor: Actor, intake_id: int, values: Mapping[str, Any]) -> Intake:
    """Change what the run will do."""
    intake = locked(intake_id, IntakeState.PREPARING)
    for name in CHOICES:
        if name in values:
            setattr(intake, name, values[name])
    intake.save()
    record(actor=actor, verb="graduation.changed", subject=intake.ref, subject_label=intake.title)
    return intake


@transaction.atomic
def start_intake(*, actor: Actor, intake_id: int, job: Task[Any]) -> Intake:
    """Queue the run: entering, cards, liaisons, letter."""
    intake = locked(intake_id, IntakeState.PREPARING)
    batch = intake.batch
    if batch is None or batch.state not in {BatchState.CHECKED, BatchState.PUBLISHED}:
        raise IntakeError(_("The file is not checked yet."))
    _hand_over(actor, intake, IntakeState.RUNNING, _("Graduates: %(title)s"), job)
    return intake


@transaction.atomic
def start_undo(*, actor: Actor, intake_id: int, job: Task[Any]) -> Intake:
    """Queue the undo of everything at once; the reason stands in `actor.reason`."""
    intake = locked(intake_id, IntakeState.DONE)
    if intake.batch is not None and intake.batch.is_forgotten:
        raise IntakeError(_("The file and its rows were removed after their time; what was entered stays."))  # fmt: skip
    _hand_over(actor, intake, IntakeState.UNDOING, _("Undoing: %(title)s"), job)
    return intake


@transaction.atomic
def start_preview(*, actor: Actor, intake_id: int, job: Task[Any]) -> Progress:
    """Queue the reckoning of what an undo would do; nothing is taken back by it."""
    intake = locked(intake_id, IntakeState.DONE)
    url = reverse("office:graduation-undo", args=[intake.pk])
    title = _("What an undo would do: %(title)s") % {"title": intake.title}
    progress = start_progress(
        kind=PREVIEW, title=title, owner=actor, subject_ref=intake.ref, url=url
    )
    defer(
        job, lock=intake.ref, intake_id=intake.pk, user_id=actor.user_id,
        progress_id=str(progress.pk),
    )  # fmt: skip
    return progress


def _hand_over(
    actor: Actor, intake: Intake, state: IntakeState, title: str, job: Task[Any]
) -> None:
    progress = start_progress(
        kind="graduation",
        title=title % {"title": intake.title},
        owner=actor,
        subject_ref=intake.ref,
        url=reverse("office:graduation-detail", args=[intake.pk]),
    )
    intake.state = state
    intake.problem = ""
    intake.progress_id = progress.pk
    intake.started_at = intake.started_at or now()
    intake.save()
    record(
        actor=actor,
        verb=f"graduation.{state}",
        subject=intake.ref,
        subject_label=intake.title,
        body=intake.legal_body_id,
    )
    defer(job, lock=intake.ref, intake_id=intake.pk, user_id=actor.user_id)


def locked(intake_id: int, *states: IntakeState) -> Intake:
    """The intake, locked, in one of these states; raises `IntakeError`."""
    intake = (
        Intake.objects.select_for_update(of=("self",)).select_related("batch").get(pk=intake_id)
    )
    if intake.state not in states:
        raise IntakeError(
            _("This intake is now “%(state)s”; that cannot be done any more.")
            % {"state": intake.get_state_display()}
        )
    return intake
