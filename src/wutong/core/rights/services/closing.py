"""Closing: a member asks for it and may undo it until the day; the robot does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from wutong.core.rights.enums import CaseState, Right, Via
from wutong.core.rights.models import Case
from wutong.core.rights.services.cases import approve_erasure, open_case
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.privacy.errors import ErasureHinderedError
from wutong.platform.privacy.public import erase_subject

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor

log = structlog.get_logger(__name__)


@transaction.atomic
def ask_closure(*, actor: Actor, person_id: int) -> Case:
    """A member closes their account: from now on the cooling-off runs.

    Nobody in the office has to agree. Raises `ErasureHinderedError`, `AlreadyAskedError`.
    """
    case = open_case(actor=actor, kind=Right.CLOSE, via=Via.MEMBER, person_id=person_id)
    return approve_erasure(actor=actor, case_id=case.pk)


def due_closures(moment: datetime) -> QuerySet[Case]:
    """Erasures whose cooling-off is over by then."""
    return Case.objects.filter(state=CaseState.COOLING, runs_at__lte=moment).order_by("pk")


def run_closures(actor: Actor, moment: datetime) -> int:
    """Erase whoever is due, one by one; who is hindered meanwhile waits for the office."""
    return sum(_close(actor, pk) for pk in due_closures(moment).values_list("pk", flat=True))


@transaction.atomic
def _close(actor: Actor, case_id: int) -> bool:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if case.state != CaseState.COOLING or case.person_id is None:
        return False
    try:
        with transaction.atomic():
            erase_subject(
                actor=actor, ref=f"person:{case.person_id}", reason=str(Right(case.kind).value)
            )
    except ErasureHinderedError as error:
        log.warning("rights.closure_hindered", case=case.pk, reasons=len(error.reasons))
        Case.objects.filter(pk=case.pk).update(state=CaseState.WORKING, runs_at=None)
        record(actor=actor, verb="rights.erasure_hindered", subject=case.ref)
        return False
    Case.objects.filter(pk=case.pk).update(state=CaseState.DONE, closed_at=clock.now())
    record(actor=actor, verb="rights.done", subject=case.ref, data={"kind": case.kind})
    return True
