"""What cannot be done with a comment; each says what to do instead."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wutong.kernel.errors import WutongError


class CommentError(WutongError):
    """What was asked cannot be done as things stand; the sentence says why."""


class ClosedError(CommentError):
    """No comments here now."""

    def __init__(self) -> None:
        super().__init__(_("Comments are closed here at present."))


class NotVerifiedError(CommentError):
    """Nobody known stands behind the account."""

    def __init__(self) -> None:
        super().__init__(
            _("The law asks that we know who writes. Have your mobile number confirmed first.")
        )


class DuplicateError(CommentError):
    """The same words again."""

    def __init__(self) -> None:
        super().__init__(_("You have written exactly this already. It is not lost."))


class TooManyError(CommentError):
    """Too many at once."""

    def __init__(self) -> None:
        super().__init__(_("That was too often in a short time. Please try again later."))


class OwnCommentError(CommentError):
    """Nobody decides on their own words."""

    def __init__(self) -> None:
        super().__init__(_("These are your own words: somebody else has to decide on them."))


class SameDeciderError(CommentError):
    """An appeal is read by somebody else."""

    def __init__(self) -> None:
        super().__init__(
            _("You decided on this comment before: a colleague reads what its author says to it.")
        )


class FindingsError(CommentError):
    """The lists found something and nobody said why it stays."""

    def __init__(self) -> None:
        super().__init__(
            _("The check found something in this comment. Say why it is published nevertheless.")
        )


class DutyEditorError(CommentError):
    """Nobody answers for comments."""

    def __init__(self) -> None:
        super().__init__(
            _("Name a duty editor first: a colleague with an open account who may moderate.")
        )
