"""Comments, read by the check of wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.engines.wording.public import Checkable, Passage
from wutong.platform.access.public import scope
from wutong.programs.comments import rules
from wutong.programs.comments.models import Comment
from wutong.programs.comments.office.addresses import comment_url

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User


def text_to_check(comment: Comment) -> Checkable:
    """Its words, as everybody would read them."""
    return Checkable(
        ref=comment.ref,
        title=str(comment),
        url=comment_url(comment.pk),
        passages=(Passage(comment.text, comment.language),),
        public=True,
    )


class CommentTexts:
    """Whoever decides may answer what is found."""

    permission = rules.MODERATE

    def find(self, user: User, key: str) -> Checkable | None:
        """``comment:12``."""
        rows = (
            scope(user, Comment).filter(pk=int(key)) if key.isdecimal() else Comment.objects.none()
        )
        comment = rows.first()
        return text_to_check(comment) if comment is not None else None
