"""What every change of a comment has in common: its step, its audit, its place in public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.core.engagement.public import ActEntry, Subject, reverse
from wutong.core.engagement.public import record as record_act
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.programs.comments.enums import CommentState
from wutong.programs.comments.models import Comment, CommentStep
from wutong.programs.comments.names import PUBLISHED_ACT, UNTIL_TOLD, area_of
from wutong.ui.site.public import page_changed

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.programs.comments.enums import Act


def locked(comment_id: int) -> Comment:
    """The comment, held until the transaction ends."""
    rows = Comment.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=comment_id)


def enter_public(actor: Actor, comment: Comment) -> None:
    """Everybody reads it from now on; in the ledger it is an act of its author."""
    comment.state = CommentState.PUBLISHED
    comment.published_at = clock.now()
    if comment.person_id is not None:
        comment.act_on = clock.today()
        comment.act_id = record_act(
            actor=actor,
            entry=ActEntry(
                kind=PUBLISHED_ACT,
                subject=Subject.person(comment.person_id),
                occurred_on=comment.act_on,
                source_ref=comment.ref,
                idempotency_key=f"{comment.ref}:{comment.version}",
            ),
        )
    page_changed(area_of(comment.story))


def leave_public(actor: Actor, comment: Comment, reason: str) -> None:
    """Out of everybody's sight at once, and out of the ledger."""
    if not comment.is_published:
        return
    if comment.act_id is not None and comment.act_on is not None:
        reverse(actor=actor, occurred_on=comment.act_on, act_id=comment.act_id, reason=reason)
    comment.act_id = comment.act_on = None
    page_changed(area_of(comment.story))


def step(
    actor: Actor, comment: Comment, act: Act, *, reason: str = "", by_author: bool = False,
) -> Comment:  # fmt: skip
    """Keep the comment as it is now, with the step in its log and in the audit trail."""
    comment.version += 1
    comment.save()
    CommentStep.objects.create(
        comment=comment, act=act, by="" if by_author else actor.label[:120], reason=reason,
        text=comment.text, at=clock.now(),
    )  # fmt: skip
    record(
        actor=actor, verb=f"comments.{act}", subject=comment.ref, subject_label=comment.nickname,
        data={"story": str(comment.story), "reason": reason},
    )  # fmt: skip
    return comment


def decided(actor: Actor, comment: Comment, reason: str) -> None:
    """By whom, when, why; its author is told when it can no longer be taken back unseen."""
    comment.decided_at, comment.decided_by_id = clock.now(), actor.user_id
    comment.reason = reason
    comment.tell_at = clock.now() + UNTIL_TOLD
