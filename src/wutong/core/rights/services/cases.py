"""A request from its arrival to its answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction

from wutong.core.people.models import Person
from wutong.core.people.public import standing_id
from wutong.core.rights.enums import (
    COPYING,
    ERASING,
    WAITING,
    CaseState,
    RefusalGround,
    Right,
    Via,
)
from wutong.core.rights.errors import (
    AlreadyAskedError,
    IdentityNotCheckedError,
    NobodyOnRecordError,
    NotOpenError,
    ReasonMissingError,
)
from wutong.core.rights.letters import tell
from wutong.core.rights.models import Case
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.privacy.errors import ErasureHinderedError
from wutong.platform.privacy.public import hindrances_of, restrain_subject, start_copy

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.jobs.models import Progress


def due_date(received: date) -> date:
    """When a request received on a day is to be answered."""
    return clock.working_days_after(received, settings.PRIVACY_ANSWER_DAYS)


@transaction.atomic
def open_case(
    *,
    actor: Actor,
    kind: Right,
    via: Via,
    person_id: int | None = None,
    applicant: str = "",
    contact: str = "",
    words: str = "",
    received_on: date | None = None,
) -> Case:
    """Note a request. One of a member who signed in needs no further check of who it is.

    Raises `AlreadyAskedError` while the same of the same person is open.
    """
    received = received_on or clock.today()
    signed_in = via is Via.MEMBER
    try:
        with transaction.atomic():
            case = Case.objects.create(
                kind=kind,
                via=via,
                person_id=standing_id(person_id) if person_id else None,
                applicant=applicant[:120],
                contact=contact[:320],
                words=words,
                received_on=received,
                due_on=due_date(received),
                state=CaseState.WORKING if signed_in else CaseState.RECEIVED,
                identity_at=clock.now() if signed_in else None,
            )
    except IntegrityError as error:
        raise AlreadyAskedError from error
    _written(actor, case, "rights.asked")
    return case


@transaction.atomic
def confirm_identity(*, actor: Actor, case_id: int, how: str, person_id: int | None = None) -> Case:
    """Note by what it was made sure that the person themself asks, and whose record it is about."""
    case = _locked(case_id, CaseState.RECEIVED)
    if person_id is not None:
        case.person_id = standing_id(person_id)
    if not how.strip():
        raise ReasonMissingError
    case.identity_how, case.identity_at = how.strip()[:200], clock.now()
    case.state = CaseState.WORKING
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError as error:
        raise AlreadyAskedError from error
    _written(actor, case, "rights.identified")
    return case


@transaction.atomic
def make_case_copy(*, actor: Actor, case_id: int, url: str, permission: str) -> Progress:
    """Have the copy made that was asked for; it is handed over by whoever works on it."""
    case = _identified(case_id)
    if case.kind not in COPYING:
        raise NotOpenError
    progress = start_copy(
        actor=actor, ref=f"person:{case.person_id}", url=url, permission=permission
    )
    case.progress_id = progress.pk
    case.save(update_fields=["progress_id"])
    return progress


@transaction.atomic
def settle_case(*, actor: Actor, case_id: int, answer: str) -> Case:
    """It is done: the person is told in ``answer``. Restricting happens with it. An erasure is not
    settled this way but by `approve_erasure`.
    """
    case = _identified(case_id)
    if case.kind in ERASING:
        raise NotOpenError
    if not answer.strip():
        raise ReasonMissingError
    if case.kind == Right.RESTRICT:
        restrain_subject(actor=actor, ref=f"person:{case.person_id}")
    _decide(actor, case, CaseState.DONE, answer=answer.strip())
    _written(actor, case, "rights.done")
    tell(actor, case)
    return case


@transaction.atomic
def refuse_case(*, actor: Actor, case_id: int, ground: RefusalGround, answer: str) -> Case:
    """Say no, on a ground, in words that the person reads."""
    case = _locked(case_id, *WAITING)
    if not answer.strip():
        raise ReasonMissingError
    _decide(actor, case, CaseState.REFUSED, answer=answer.strip(), ground=ground)
    _written(actor, case, "rights.refused", ground=ground.value)
    tell(actor, case)
    return case


@transaction.atomic
def approve_erasure(*, actor: Actor, case_id: int) -> Case:
    """The record will be erased after the cooling-off; until then it can be undone.

    Raises `ErasureHinderedError` when something has to be settled first.
    """
    case = _identified(case_id)
    if case.kind not in ERASING:
        raise NotOpenError
    hindered = hindrances_of(f"person:{case.person_id}")
    if hindered:
        raise ErasureHinderedError(hindered)
    case.runs_at = clock.now() + timedelta(days=settings.PRIVACY_COOLING_DAYS)
    case.state = CaseState.COOLING
    case.decided_at, case.decided_by_id = clock.now(), actor.user_id
    case.save()
    _written(actor, case, "rights.erasure_approved", runs_at=case.runs_at.isoformat())
    tell(actor, case)
    return case


@transaction.atomic
def withdraw_case(*, actor: Actor, case_id: int) -> Case:
    """The person takes it back; an erasure, until it has happened."""
    case = _locked(case_id, *WAITING, CaseState.COOLING)
    case.state, case.closed_at, case.runs_at = CaseState.WITHDRAWN, clock.now(), None
    case.save()
    _written(actor, case, "rights.withdrawn")
    return case


def _locked(case_id: int, *states: CaseState) -> Case:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if case.state not in states:
        raise NotOpenError
    return case


def _identified(case_id: int) -> Case:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if case.state == CaseState.RECEIVED:
        raise IdentityNotCheckedError
    if case.state != CaseState.WORKING:
        raise NotOpenError
    if case.person_id is None:
        raise NobodyOnRecordError
    return case


def _decide(actor: Actor, case: Case, state: CaseState, **fields: Any) -> None:
    case.state = state
    for name, value in fields.items():
        setattr(case, name, value)
    case.decided_at = case.closed_at = clock.now()
    case.decided_by_id = actor.user_id
    case.save()


def _written(actor: Actor, case: Case, verb: str, **data: Any) -> None:
    label = ""
    if case.person_id:
        label = Person.objects.values_list("name", flat=True).get(pk=case.person_id)
    record(
        actor=actor,
        verb=verb,
        subject=case.ref,
        subject_label=label or case.applicant,
        data={"kind": case.kind, "person": case.person_id, **data},
    )
