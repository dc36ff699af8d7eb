"""Writing the ledger: record, reverse, erase. Nothing else changes a row."""

from __future__ import annotations

import secrets
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wutong.kernel import clock
from wutong.kernel.ids import uuid7
from wutong.platform.audit.public import record as audit

from .enums import SubjectKind
from .errors import ActRefusedError, AlreadyReversedError, IdempotencyConflictError
from .models import Act
from .registry import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from wutong.kernel.actors import Actor

    from .entries import ActEntry

CHUNK = 2_000


def _act_of(entry: ActEntry, moment: datetime) -> Act:
    kind = kinds.find(entry.kind)
    if kind is None:
        raise ActRefusedError(
            _("No room has registered acts of the kind %(kind)s.") % {"kind": entry.kind}
        )
    if entry.occurred_on > clock.today():
        raise ActRefusedError(_("An act cannot lie in the future."))
    if entry.quantity < 1:
        raise ActRefusedError(_("The quantity of an act is at least 1."))
    if not entry.idempotency_key or not entry.source_ref:
        raise ActRefusedError(_("An act needs a key and the object that proves it."))
    return Act(
        id=uuid7(),
        occurred_on=entry.occurred_on,
        recorded_at=moment,
        subject_kind=entry.subject.kind,
        person_id=entry.subject.person_id,
        subject_ref=entry.subject.ref,
        kind=kind.code,
        case_mode=kind.case_mode,
        counts_for_aem=kind.counts_for_aem,
        quantity=entry.quantity,
        unit=kind.unit,
        population=entry.population,
        legal_body=entry.legal_body,
        office_role=entry.office_role,
        source_ref=entry.source_ref,
        source_grade=entry.source_grade,
        grade=entry.grade,
        note=entry.note,
        idempotency_key=entry.idempotency_key,
        batch_ref=entry.batch_ref,
    )


def record(*, actor: Actor, entry: ActEntry) -> UUID:
    """Write one act and return its id; the same key and day again returns the first one's id.

    Call it in the transaction of the fact. Raises ``ActRefusedError`` for an act that cannot be,
    ``IdempotencyConflictError`` when the key stands for another act.
    """
    act = _act_of(entry, clock.now())
    with transaction.atomic():
        Act.objects.bulk_create([act], ignore_conflicts=True)
        found = Act.objects.get(occurred_on=act.occurred_on, idempotency_key=act.idempotency_key)
        if found.id == act.id:
            audit(
                actor=actor,
                verb="engagement.recorded",
                subject=f"act:{act.id}",
                subject_label=act.kind,
                data={"source": act.source_ref, "occurred_on": act.occurred_on.isoformat()},
                body=act.legal_body,
            )
            return act.id
    same = (found.kind, found.person_id, found.subject_ref, found.quantity, found.source_ref) == (
        act.kind,
        act.person_id,
        act.subject_ref,
        act.quantity,
        act.source_ref,
    )
    if not same:
        raise IdempotencyConflictError(
            _("The key %(key)s is taken by another act.") % {"key": act.idempotency_key}
        )
    return found.id


def record_many(*, actor: Actor, entries: Iterable[ActEntry], source_ref: str) -> int:
    """Write many acts of one source in one transaction; returns how many are new.

    Keys that are there already are left as they are. One audit entry covers the lot.
    """
    moment = clock.now()
    waiting = iter(entries)
    with transaction.atomic():
        new = 0
        while chunk := [_act_of(entry, moment) for entry in islice(waiting, CHUNK)]:
            Act.objects.bulk_create(chunk, ignore_conflicts=True)
            days = {act.occurred_on for act in chunk}
            new += Act.objects.filter(
                occurred_on__in=days, id__in=[act.id for act in chunk]
            ).count()
        audit(
            actor=actor,
            verb="engagement.recorded_many",
            subject=source_ref,
            data={"new": new},
        )
    return new


def reverse(*, actor: Actor, occurred_on: date, act_id: UUID, reason: str) -> UUID:
    """Take an act back: a reversal row with the negative quantity; both are void from now on.

    The day is part of the act's key. To correct an act, reverse it and record the right one
    under a new key. Raises ``AlreadyReversedError``; returns the id of the reversal.
    """
    if not reason.strip():
        raise ActRefusedError(_("Say why the act is taken back."))
    moment = clock.now()
    with transaction.atomic():
        act = Act.objects.select_for_update().get(occurred_on=occurred_on, id=act_id)
        if act.voided_at is not None or act.reverses is not None:
            raise AlreadyReversedError(_("This act has been taken back already."))
        Act.objects.filter(occurred_on=occurred_on, id=act_id).update(voided_at=moment)
        reversal_id = uuid7()
        act.id = reversal_id
        act.reverses = act_id
        act.quantity = -act.quantity
        act.recorded_at = moment
        act.voided_at = moment
        act.idempotency_key = f"reverses:{act_id}"
        Act.objects.bulk_create([act])
        audit(
            actor=actor,
            verb="engagement.reversed",
            subject=f"act:{act_id}",
            subject_label=act.kind,
            data={"reason": reason, "reversal": str(reversal_id)},
            body=act.legal_body,
        )
    return reversal_id


def erase_subject(*, actor: Actor, person_id: int) -> int:
    """Replace a person in all their acts by one random key; returns the number of rows.

    The key is random and kept nowhere else, so nobody leads back from it, and the person still
    counts once wherever they counted: no figure changes and no row goes.
    """
    participant = secrets.token_bytes(16)
    with transaction.atomic():
        acts = list(
            Act.objects.select_for_update()
            .filter(person_id=person_id)
            .values_list("occurred_on", "id")
        )
        for occurred_on, act_id in acts:
            Act.objects.filter(occurred_on=occurred_on, id=act_id).update(
                subject_kind=SubjectKind.ERASED,
                person=None,
                participant_key=participant,
                subject_ref="",
                note="",
                idempotency_key=f"erased:{act_id}",
            )
        audit(
            actor=actor,
            verb="engagement.subject_erased",
            data={"acts": len(acts)},
        )
    return len(acts)
