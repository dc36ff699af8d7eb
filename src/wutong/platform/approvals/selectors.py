"""Reading requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from wutong.platform.approvals.chains import Step
from wutong.platform.approvals.enums import RequestState, StepState
from wutong.platform.approvals.models import ApprovalEntry, ApprovalRequest
from wutong.platform.approvals.services import is_same_person, present_step, subject_visible

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

WAITING_SHOWN = 200


def requests_waiting_for(user: User) -> list[ApprovalRequest]:
    """What ``user`` may decide now, oldest first: not their own work, not a step twice."""
    waiting = (
        ApprovalRequest.objects.filter(state=RequestState.WAITING)
        .select_related("author")
        .prefetch_related(_entries())
        .order_by("created_at")[:WAITING_SHOWN]
    )
    return [request for request in waiting if _may_decide(request, user)]


def _may_decide(request: ApprovalRequest, user: User) -> bool:
    people = [request.author]
    if request.one_step_each:
        people += [entry.user for entry in request.entries.all() if entry.approved]
    return (
        present_step(request).taken_by(user)
        and not any(is_same_person(user, other) for other in people)
        and subject_visible(request, user)
    )


def approvers_of(request: ApprovalRequest) -> list[User]:
    """Everybody who may take the step that is due."""
    return [user for user in present_step(request).people() if _may_decide(request, user)]


@dataclass(frozen=True)
class StepTaken:
    """One step of a request as the page shows it; ``entry`` is the decision, if there is one."""

    step: Step
    state: StepState
    entry: ApprovalEntry | None


def steps_taken(request: ApprovalRequest) -> list[StepTaken]:
    """The steps of a request in order: who took them, which is due, which come later."""
    decided = {one.step: one for one in request.entries.all() if one.approved is not None}
    waiting = request.state == RequestState.WAITING
    found = []
    for number, kept in enumerate(request.chain):
        entry = decided.get(number)
        if entry is not None:
            state = StepState.DONE if entry.approved else StepState.SENT_BACK
        elif waiting:
            state = StepState.CURRENT if number == request.step else StepState.AHEAD
        else:
            state = StepState.DROPPED
        found.append(StepTaken(Step.of(kept), state, entry))
    return found


def requests_for(subject_ref: str) -> list[ApprovalRequest]:
    """Every request about a subject with its history, newest first."""
    return list(
        ApprovalRequest.objects.filter(subject_ref=subject_ref)
        .select_related("author")
        .prefetch_related(_entries())
        .order_by("-created_at", "-pk")
    )


def _entries() -> Prefetch[str]:
    return Prefetch("entries", ApprovalEntry.objects.select_related("user").order_by("pk"))
