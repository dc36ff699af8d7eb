"""What the duty editor does: publish, refuse, hide, show again, take a decision back. Never with
words of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.core.people.models import Person
from wutong.kernel import clock
from wutong.kernel.errors import ConflictError
from wutong.platform.access.public import users_who_can
from wutong.programs.comments import rules
from wutong.programs.comments.enums import Act, CommentState
from wutong.programs.comments.errors import (
    CommentError,
    FindingsError,
    OwnCommentError,
    SameDeciderError,
)
from wutong.programs.comments.services.stepping import (
    decided,
    enter_public,
    leave_public,
    locked,
    step,
)
from wutong.programs.publishing.public import languages_of

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.programs.comments.models import Comment


@transaction.atomic
def publish(
    *, actor: Actor, comment_id: int, reason: str = "", version: int | None = None
) -> Comment:
    """Everybody may read it. What the lists found needs a reason; a withdrawn story takes none."""
    comment = _waiting(actor, comment_id, version)
    reason = reason.strip()[:300]
    if comment.found and not reason:
        raise FindingsError
    if not languages_of(comment.story):
        raise CommentError(_("The story is not public any more; nothing is published below it."))
    enter_public(actor, comment)
    decided(actor, comment, reason)
    return step(actor, comment, Act.PUBLISHED, reason=reason)


@transaction.atomic
def refuse(*, actor: Actor, comment_id: int, reason: str, version: int | None = None) -> Comment:
    """Not published; its author reads why."""
    comment = _waiting(actor, comment_id, version)
    reason = _said(reason)
    comment.state = CommentState.REFUSED
    decided(actor, comment, reason)
    return step(actor, comment, Act.REFUSED, reason=reason)


@transaction.atomic
def hide(*, actor: Actor, comment_id: int, reason: str) -> Comment:
    """Out of sight at once; its author reads why."""
    comment = locked(comment_id)
    if not comment.is_published:
        raise CommentError(_("This comment is not published."))
    reason = _said(reason)
    leave_public(actor, comment, reason)
    comment.state = CommentState.HIDDEN
    decided(actor, comment, reason)
    return step(actor, comment, Act.HIDDEN, reason=reason)


@transaction.atomic
def show(*, actor: Actor, comment_id: int) -> Comment:
    """What was hidden stands there again."""
    comment = locked(comment_id)
    if comment.state != CommentState.HIDDEN:
        raise CommentError(_("This comment is not hidden."))
    _not_own(actor, comment)
    enter_public(actor, comment)
    decided(actor, comment, "")
    return step(actor, comment, Act.SHOWN)


@transaction.atomic
def undo(*, actor: Actor, comment_id: int) -> Comment:
    """The last decision is taken back: what was hidden is shown, all else waits again. Who wrote it
    hears of neither while they have not been told.
    """
    comment = locked(comment_id)
    if comment.decided_at is None or comment.state in (
        CommentState.WAITING, CommentState.WITHDRAWN,
    ):  # fmt: skip
        raise CommentError(_("There is no decision to take back."))
    _not_own(actor, comment)
    was = comment.state
    leave_public(actor, comment, "decision taken back")
    if was == CommentState.HIDDEN:
        enter_public(actor, comment)
    else:
        comment.state, comment.published_at = CommentState.WAITING, None
    comment.decided_at = None
    comment.reason = ""
    comment.tell_at = clock.now() if comment.told == was else None
    return step(actor, comment, Act.UNDONE)


def _waiting(actor: Actor, comment_id: int, version: int | None) -> Comment:
    comment = locked(comment_id)
    if version is not None and version != comment.version:
        raise ConflictError(_("This comment has changed in the meantime. Please read it again."))
    if comment.state != CommentState.WAITING:
        raise CommentError(_("This comment is not waiting for a decision."))
    _not_own(actor, comment)
    first = comment.decided_by_id
    again = comment.appealed_at is not None and first is not None and first == actor.user_id
    if again and len(users_who_can(rules.MODERATE)) > 1:
        raise SameDeciderError
    return comment


def _not_own(actor: Actor, comment: Comment) -> None:
    if actor.user_id is None or comment.person_id is None:
        return
    if Person.objects.filter(pk=comment.person_id, user=actor.user_id).exists():
        raise OwnCommentError


def _said(reason: str) -> str:
    reason = reason.strip()[:300]
    if not reason:
        raise CommentError(_("Say why: the author reads it."))
    return reason
