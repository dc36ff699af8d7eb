"""Why a story was not changed or published."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import ConflictError, NotAllowedError, WutongError


class StoryError(WutongError):
    """Something about a story does not hold."""


class NotApprovedError(NotAllowedError):
    """A story goes out through its reviews, by no other door."""

    def __init__(self) -> None:
        super().__init__(
            _("A story is published after its reviews: hand it in on its page in the office."),
            code="not_approved",
        )


class WrongStateError(ConflictError):
    """It stands elsewhere than the page showed."""

    def __init__(self) -> None:
        super().__init__(
            _("The story has moved on in the meantime. Please look again."), code="state"
        )


class LacksError(StoryError):
    """What has to be there before a second person looks at it."""

    def __init__(self, lacks: list[str]) -> None:
        self.lacks = lacks
        super().__init__(
            _("Before it is handed in: %(lacks)s") % {"lacks": "; ".join(lacks)}, code="lacks"
        )


class NoteMissingError(StoryError):
    """A correction says what was wrong."""

    def __init__(self) -> None:
        super().__init__(
            _("This story is public. Please say in one sentence what is corrected, in each of its languages."),
            code="note_missing",
        )  # fmt: skip


class SiteError(WutongError):
    """Something about the pages of an organisation does not hold."""


class SiteMovedError(ConflictError):
    """They are different from what the page showed."""

    def __init__(self) -> None:
        super().__init__(
            _("These pages have changed in the meantime. Please look again."), code="site_moved"
        )
