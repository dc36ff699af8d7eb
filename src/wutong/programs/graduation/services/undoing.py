"""Everything an intake made is taken back at once: letter, liaisons, cards, and then the import,
which leaves alone whoever was worked on or written to since.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from wutong.engines.audiences.public import archive_segment
from wutong.engines.outreach.public import discard_campaign
from wutong.kernel.clock import now
from wutong.kernel.errors import WutongError
from wutong.platform.audit.public import record
from wutong.platform.jobs.models import Progress
from wutong.platform.jobs.public import advance, fail, finish
from wutong.platform.tabular.models import BatchState
from wutong.platform.tabular.registry import UndoPreview, importers
from wutong.platform.tabular.services import batches, runs
from wutong.programs.graduation.enums import IntakeState
from wutong.programs.graduation.models import Intake
from wutong.programs.graduation.services.intakes import PREVIEW
from wutong.programs.members.public import withdraw_cards
from wutong.programs.rosters.public import withdraw_keeper

if TYPE_CHECKING:
    from uuid import UUID

    from wutong.kernel.actors import Actor

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class WhatGoes:
    """What an undo would do now, in numbers; `sent` says that the letter cannot be called back."""

    people: UndoPreview
    cards: int
    liaisons: int
    letter: bool
    sent: int


def preview(*, actor: Actor, intake: Intake) -> WhatGoes:
    """Tried out and rolled back, so that the numbers are those of the undo itself."""
    with transaction.atomic():
        cards, liaisons, letter = _take_back(actor, intake)
        batch = intake.batch
        people = UndoPreview()
        if batch is not None and batch.state == BatchState.PUBLISHED:
            people = importers.get(batch.importer).undo_preview(batch)
        transaction.set_rollback(True)
    intake.refresh_from_db()
    sent = intake.counts.get("letters", 0) if intake.campaign_id and not letter else 0
    return WhatGoes(people=people, cards=cards, liaisons=liaisons, letter=letter, sent=sent)


def reckon(*, actor: Actor, intake_id: int, progress_id: UUID) -> None:
    """The preview for a page that waits for it: the numbers are kept with the progress."""
    intake = Intake.objects.select_related("batch", "campaign").get(pk=intake_id)
    if intake.state != IntakeState.DONE:
        fail(progress_id, _("This intake has moved on meanwhile."))
        return
    advance(progress_id, done=0, total=1, message=_("Trying out what would go"))
    finish(progress_id, message=_("Done."), **asdict(preview(actor=actor, intake=intake)))


def reckoned(intake: Intake) -> tuple[Progress | None, WhatGoes | None]:
    """The last reckoning of this intake, and its numbers once it is over."""
    progress = (
        Progress.objects.filter(subject_ref=intake.ref, kind=PREVIEW)
        .order_by("-created_at")
        .first()
    )
    if progress is None or progress.state != Progress.State.DONE:
        return progress, None
    found = progress.result
    return progress, WhatGoes(**{**found, "people": UndoPreview(**found["people"])})


def undo_intake(*, actor: Actor, intake_id: int) -> None:
    """Own things in one transaction, then the import in its own; begun again where it stopped."""
    intake = Intake.objects.select_related("batch", "campaign").get(pk=intake_id)
    if intake.state != IntakeState.UNDOING or intake.progress_id is None:
        return
    try:
        advance(intake.progress_id, done=0, total=2, message=_("Taking back letter, liaisons and cards"))  # fmt: skip
        with transaction.atomic():
            cards, liaisons, _letter = _take_back(actor, intake)
            intake.counts = {**intake.counts, "cards_withdrawn": cards, "liaisons_withdrawn": liaisons}  # fmt: skip
            intake.save(update_fields=["counts", "campaign"])
        advance(intake.progress_id, done=1, total=2, message=_("Undoing the import"))
        _undo_import(actor, intake)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        text = str(error) if isinstance(error, WutongError) else _("An error stopped the work. Try again: it goes on where it stood.")  # fmt: skip
        log.exception("graduation_undo_stopped", intake=intake_id)
        Intake.objects.filter(pk=intake_id).update(state=IntakeState.DONE, problem=text[:400])
        fail(intake.progress_id, text)
        return
    with transaction.atomic():
        intake.refresh_from_db()
        intake.state, intake.finished_at = IntakeState.UNDONE, now()
        intake.save()
        record(
            actor=actor,
            verb="graduation.undone",
            subject=intake.ref,
            subject_label=intake.title,
            data=intake.counts,
            body=intake.legal_body_id,
        )
    finish(intake.progress_id, message=_("Done."), counts=intake.counts)


def _take_back(actor: Actor, intake: Intake) -> tuple[int, int, bool]:
    letter = False
    if intake.campaign is not None:
        segment = intake.campaign.segment
        letter = discard_campaign(actor=actor, campaign=intake.campaign)
        if letter:
            intake.campaign = None
            if segment is not None:
                archive_segment(actor=actor, segment=segment)
    members = intake.members.all()
    keepers = list(members.filter(keeper__isnull=False).values_list("keeper", flat=True))
    cards = list(members.filter(card__isnull=False).values_list("card", flat=True))
    members.delete()
    for keeper_id in keepers:
        withdraw_keeper(actor=actor, keeper_id=keeper_id)
    return withdraw_cards(actor=actor, card_ids=cards), len(keepers), letter


def _undo_import(actor: Actor, intake: Intake) -> None:
    batch = intake.batch
    if batch is None:
        return
    batch.refresh_from_db()
    if batch.state == BatchState.PUBLISHED:
        batches.start_undo(actor=actor, batch_id=batch.pk)
        batch.refresh_from_db()
    if batch.state == BatchState.UNDOING:
        runs.run_undo(batch.pk, actor)
