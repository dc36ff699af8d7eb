"""Reading requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch

from wutong.platform.access.public import can
from wutong.platform.approvals.enums import RequestState
from wutong.platform.approvals.models import ApprovalEntry, ApprovalRequest
from wutong.platform.approvals.services import is_same_person, subject_visible

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
    people = [request.author, *(e.user for e in request.entries.all() if e.approved)]
    return (
        can(user, request.permission)
        and not any(is_same_person(user, other) for other in people)
        and subject_visible(request, user)
    )


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
