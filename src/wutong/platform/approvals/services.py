"""Asking for approval, deciding, commenting, withdrawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.kernel import clock
from wutong.platform.approvals.chains import Chain, Step
from wutong.platform.approvals.enums import RequestState
from wutong.platform.approvals.errors import (
    AlreadyDecidedError,
    CommentMissingError,
    NotApproverError,
    OwnWorkError,
    SecondStepError,
)
from wutong.platform.approvals.models import ApprovalEntry, ApprovalRequest
from wutong.platform.approvals.registry import listeners, same_person, subjects
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wutong.kernel.actors import Actor
    from wutong.kernel.errors import WutongError
    from wutong.platform.accounts.models import User


@transaction.atomic
def request_approval(
    *,
    actor: Actor,
    subject_ref: str,
    title: str,
    url: str,
    author: User,
    chain: Sequence[Step] | Chain,
    digest: str = "",
    note: str = "",
) -> ApprovalRequest:
    """Hand something in. A request that still waits for the same subject is withdrawn first."""
    rules = chain if isinstance(chain, Chain) else Chain(tuple(chain))
    for waiting in ApprovalRequest.objects.select_for_update().filter(
        subject_ref=subject_ref, state=RequestState.WAITING
    ):
        _close(waiting, RequestState.WITHDRAWN)
    request = ApprovalRequest.objects.create(
        subject_ref=subject_ref,
        title=title,
        url=url,
        author=author,
        chain=[step.as_json() for step in rules.steps],
        one_step_each=rules.one_step_each,
        notify=rules.notify,
        digest=digest,
        note=note,
        created_at=clock.now(),
    )
    record(
        actor=actor,
        verb="approvals.requested",
        subject=subject_ref,
        subject_label=title,
        data={"request": request.pk, "steps": len(request.chain)},
    )
    for listener in listeners:
        listener.due(request)
    return request


@transaction.atomic
def decide(
    *, request_id: int, user: User, actor: Actor, approve: bool, comment: str = ""
) -> ApprovalRequest:
    """Take the present step, or send the whole back.

    Raises AlreadyDecidedError, NotApproverError, OwnWorkError, SecondStepError, and
    CommentMissingError when it is sent back without a word.
    """
    request = ApprovalRequest.objects.select_for_update().get(pk=request_id)
    obstacle = obstacle_for(request, user)
    if obstacle is not None:
        raise obstacle
    if not approve and not comment.strip():
        raise CommentMissingError
    ApprovalEntry.objects.create(
        request=request,
        step=request.step,
        user=user,
        approved=approve,
        comment=comment.strip(),
        created_at=clock.now(),
    )
    if not approve:
        _close(request, RequestState.REJECTED)
    elif request.step + 1 >= len(request.chain):
        _close(request, RequestState.APPROVED)
    else:
        request.step += 1
        request.save(update_fields=["step"])
    record(
        actor=actor,
        verb="approvals.approved" if approve else "approvals.sent_back",
        subject=request.subject_ref,
        subject_label=request.title,
        data={"request": request.pk, "step": request.step, "comment": comment.strip()},
    )
    if request.state != RequestState.WAITING:
        _tell(request, actor)
    for listener in listeners:
        if request.state == RequestState.WAITING:
            listener.due(request)
        else:
            listener.decided(request, actor, comment.strip())
    return request


def decide_newest(
    *, subject_ref: str, user: User, actor: Actor, approve: bool, comment: str = ""
) -> ApprovalRequest:
    """Decide on the newest request about ``subject_ref``; raises what `decide` does, and
    AlreadyDecidedError where there is none.
    """
    newest = ApprovalRequest.objects.filter(subject_ref=subject_ref).order_by("-pk").first()
    if newest is None:
        raise AlreadyDecidedError
    return decide(request_id=newest.pk, user=user, actor=actor, approve=approve, comment=comment)


@transaction.atomic
def withdraw(*, actor: Actor, subject_ref: str) -> int:
    """Take back what still waits for ``subject_ref``; how many requests that were (0 or 1)."""
    count = 0
    for request in ApprovalRequest.objects.select_for_update().filter(
        subject_ref=subject_ref, state=RequestState.WAITING
    ):
        _close(request, RequestState.WITHDRAWN)
        record(
            actor=actor,
            verb="approvals.withdrawn",
            subject=subject_ref,
            subject_label=request.title,
            data={"request": request.pk},
        )
        _tell(request, actor)
        count += 1
    return count


@transaction.atomic
def add_comment(*, request_id: int, user: User, actor: Actor, comment: str) -> ApprovalEntry:
    """Say something without deciding; author and approvers may."""
    if not comment.strip():
        raise CommentMissingError
    request = ApprovalRequest.objects.get(pk=request_id)
    entry = ApprovalEntry.objects.create(
        request=request,
        step=request.step,
        user=user,
        comment=comment.strip(),
        created_at=clock.now(),
    )
    record(
        actor=actor,
        verb="approvals.commented",
        subject=request.subject_ref,
        subject_label=request.title,
        data={"request": request.pk},
    )
    return entry


def obstacle_for(request: ApprovalRequest, user: User) -> WutongError | None:
    """Why ``user`` may not take the present step, or None."""
    if request.state != RequestState.WAITING:
        return AlreadyDecidedError()
    if not may_take(request, user):
        return NotApproverError()
    if is_same_person(user, request.author):
        return OwnWorkError()
    if request.one_step_each:
        earlier = request.entries.filter(approved=True).select_related("user")
        if any(is_same_person(user, entry.user) for entry in earlier):
            return SecondStepError()
    return None


def may_take(request: ApprovalRequest, user: User) -> bool:
    """Whether the present step is among ``user``'s, even if something else stands in the way."""
    return present_step(request).taken_by(user) and subject_visible(request, user)


def present_step(request: ApprovalRequest) -> Step:
    """The step that is due, or was when the request was closed."""
    return Step.of(request.chain[min(request.step, len(request.chain) - 1)])


def subject_visible(request: ApprovalRequest, user: User) -> bool:
    """Whether the owner of the subject lets ``user`` see it."""
    owner = subjects.find(request.subject_ref.partition(":")[0])
    return owner is None or owner.visible(user, request.subject_ref)


def is_same_person(one: User, other: User) -> bool:
    """One account, one mailbox under two spellings, or two accounts known to be one person's."""
    if one.pk == other.pk or _mailbox(one.email) == _mailbox(other.email):
        return True
    return any(known(one.pk, other.pk) for known in same_person)


def _mailbox(email: str) -> str:
    """``Wang+test@Example.org`` and ``wang@example.org`` reach the same person."""
    local, _, domain = email.strip().lower().partition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _close(request: ApprovalRequest, state: RequestState) -> None:
    request.state = state
    request.closed_at = clock.now()
    request.save(update_fields=["state", "closed_at"])


def _tell(request: ApprovalRequest, actor: Actor) -> None:
    owner = subjects.find(request.subject_ref.partition(":")[0])
    if owner is not None:
        owner.closed(request, actor)
