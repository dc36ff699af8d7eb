"""Reports of published comments, by members and by anybody; and their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wutong.core.people.public import best_email
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.kernel.hanzi import plain_text
from wutong.platform.links.public import within_limit
from wutong.programs.comments.enums import Act, CommentState, Ground, Outcome
from wutong.programs.comments.errors import CommentError, TooManyError
from wutong.programs.comments.models import Report
from wutong.programs.comments.names import REPORTS_A_DAY, REPORTS_FROM_ONE_ADDRESS
from wutong.programs.comments.selectors import standing_of
from wutong.programs.comments.services.deciding import hide, show
from wutong.programs.comments.services.stepping import locked, step
from wutong.programs.comments.services.telling import tell_reporter

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from wutong.platform.accounts.models import User
    from wutong.programs.comments.models import Comment

SAYS = 300
DAY, HOUR = 86_400, 3600


@transaction.atomic
def report(
    *, user: User | AnonymousUser, comment_id: int, ground: Ground, words: str = "",
    contact: str = "", visitor: str = "",
) -> Report:  # fmt: skip
    """Into the queue. Raises `CommentError`; one report of a comment and person is open at a time."""
    person = standing_of(user).person
    who, limit = (
        (f"person:{person.pk}", REPORTS_A_DAY) if person else (visitor, REPORTS_FROM_ONE_ADDRESS)
    )
    if not within_limit("comments:report", who, limit=limit, seconds=DAY if person else HOUR):
        raise TooManyError
    comment = locked(comment_id)
    if not comment.is_published:
        raise CommentError(_("This comment is not published."))
    words = plain_text(words)[:SAYS]
    if ground == Ground.OTHER and not words:
        raise CommentError(_("Please say in a few words what is wrong with it."))
    try:
        with transaction.atomic():
            row = Report(
                comment=comment, person=person, words=words, ground=ground, at=clock.now(),
                language=get_language() or "zh-hans",
            )  # fmt: skip
            if person is None and contact:
                row.contact = contact
            row.save()
    except IntegrityError as error:
        raise CommentError(
            _("You have reported this comment already; it is being looked at.")
        ) from error
    actor = Actor.link("comments.report", comment.ref)
    step(actor, comment, Act.REPORTED, reason=str(ground), by_author=True)
    return row


@transaction.atomic
def answer_reports(*, actor: Actor, comment_id: int, upheld: bool, answer: str = "") -> Comment:
    """All open reports of a comment at once: it goes, or it stays; everybody who asked is told."""
    comment = locked(comment_id)
    rows = list(Report.objects.filter(comment=comment, outcome=Outcome.OPEN))
    if not rows:
        raise CommentError(_("There is no open report."))
    answer = answer.strip()[:SAYS]
    if upheld and comment.is_published:
        comment = hide(
            actor=actor, comment_id=comment_id, reason=answer or str(rows[0].get_ground_display())
        )
    elif not upheld and comment.state == CommentState.HIDDEN:
        comment = show(actor=actor, comment_id=comment_id)
    outcome = Outcome.UPHELD if upheld else Outcome.DISMISSED
    Report.objects.filter(pk__in=[row.pk for row in rows]).update(
        outcome=outcome, answer=answer, answered_at=clock.now()
    )
    for row in rows:
        to = best_email(row.person_id) if row.person_id else row.contact
        if to:
            tell_reporter(actor=actor, row=row, to=to, outcome=outcome, answer=answer)
    act = Act.UPHELD if upheld else Act.DISMISSED
    return step(actor, comment, act, reason=answer)
