"""What waits for a second person: among the to-dos, by mail, and on the page of its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wutong.kernel.actors import Actor
from wutong.kernel.demo import being_built
from wutong.platform.approvals.errors import AlreadyDecidedError, NotApproverError
from wutong.platform.approvals.public import (
    RequestState,
    add_comment,
    approvers_of,
    decide_newest,
    may_take,
    obstacle_for,
    present_step,
    requests_for,
    requests_waiting_for,
)
from wutong.platform.outbox.public import enqueue_single
from wutong.ui.office.registry import Todo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User
    from wutong.platform.approvals.models import ApprovalRequest

TOLD = 20  # colleagues who are written to about one step; a larger role looks at its to-dos


def approval_todos(user: User) -> Iterable[Todo]:
    """Requests this user may decide now, oldest first; nobody's own work."""
    return [
        Todo(
            title=request.title,
            url=request.url,
            due=request.created_at,
            kind=_("%(step)s asked by %(author)s")
            % {"step": present_step(request).name, "author": request.author},
            needs_second_person=True,
        )
        for request in requests_waiting_for(user)
    ]


def refuse_strangers(user: User, subject_ref: str) -> None:
    """The 403 page for those whom the present step is none of; what else stands in the way is
    said on the page.
    """
    newest = next(iter(requests_for(subject_ref)), None)
    if newest is not None and isinstance(obstacle_for(newest, user), NotApproverError):
        raise PermissionDenied


def take_step(
    user: User, subject_ref: str, *, approve: bool, comment: str, at_last: _StrOrPromise
) -> str:
    """Decide on the newest request; what to say about it, ``at_last`` after the last step.

    The 403 page for strangers; raises what `decide` does.
    """
    refuse_strangers(user, subject_ref)
    request = decide_newest(
        subject_ref=subject_ref,
        user=user,
        actor=Actor.of(user),
        approve=approve,
        comment=comment,
    )
    if request.state == RequestState.WAITING:
        return _("Approved. The next step waits for a colleague.")
    return str(at_last) if approve else _("Sent back with your comment.")


def comment_on(user: User, subject_ref: str, comment: str) -> None:
    """A word about the newest request by its author or one who takes a step of it."""
    newest = next(iter(requests_for(subject_ref)), None)
    if newest is None:
        raise AlreadyDecidedError
    if newest.author_id != user.pk and not may_take(newest, user):
        raise PermissionDenied
    add_comment(request_id=newest.pk, user=user, actor=Actor.of(user), comment=comment)


class Letters:
    """Lets those whose turn it is know by mail, and the author when it is decided."""

    def due(self, request: ApprovalRequest) -> None:
        """To everybody who may take the step that is due."""
        if not request.notify or being_built.get():
            return
        for user in approvers_of(request)[:TOLD]:
            self._write(
                user,
                request,
                subject=gettext_noop("%(step)s: %(title)s"),
                text=gettext_noop(
                    "%(author)s asks for your word on “%(title)s” (step %(number)s of %(total)s: "
                    "%(step)s).\n\n%(note)sLook at it and decide here:\n%(url)s\n"
                ),
                note=request.note,
            )

    def decided(self, request: ApprovalRequest, actor: Actor, comment: str) -> None:
        """To its author."""
        if not request.notify or not request.author.is_active or being_built.get():
            return
        if request.state == RequestState.APPROVED:
            subject, text = (
                gettext_noop("Approved: %(title)s"),
                gettext_noop("“%(title)s” is approved.\n\n%(note)s%(url)s\n"),
            )
        else:
            subject, text = (
                gettext_noop("Sent back: %(title)s"),
                gettext_noop(
                    "%(who)s sent “%(title)s” back to you.\n\n%(note)sChange it here:\n%(url)s\n"
                ),
            )
        self._write(request.author, request, subject=subject, text=text, note=comment, who=actor)

    def _write(
        self,
        user: User,
        request: ApprovalRequest,
        *,
        subject: str,
        text: str,
        note: str,
        who: Actor | None = None,
    ) -> None:
        with translation.override(user.language or settings.LANGUAGE_CODE):
            words = {
                "title": request.title,
                "author": str(request.author),
                "who": who.label if who else "",
                "step": present_step(request).name,
                "number": request.step + 1,
                "total": len(request.chain),
                "note": _("“%(note)s”") % {"note": note.strip()} + "\n\n" if note.strip() else "",
                "url": settings.SITE_URL.rstrip("/") + request.url,
            }
            enqueue_single(
                actor=Actor.system("approvals"),
                to=user.email,
                to_name=user.display_name,
                subject=_(subject) % words,
                text=_(text) % words,
                language=user.language,
            )
