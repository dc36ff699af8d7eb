"""What can stand in the way of joining."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class CodeWrongError(WutongError):
    """Not the code that was sent."""

    def __init__(self) -> None:
        super().__init__(_("This is not the code we sent, or it is older than ten minutes."))


class TooManyCodesError(WutongError):
    """A brake."""

    def __init__(self) -> None:
        super().__init__(
            _("Too many attempts. Please wait a while, or write to the alumni office.")
        )


class FactWrongError(WutongError):
    """The second fact does not fit; the page does not say which."""

    def __init__(self) -> None:
        super().__init__(_("That is not what we have on record. Please try again."))


class PaperRefusedError(WutongError):
    """A file that is not taken."""


class AlreadyDecidedError(WutongError):
    """A colleague was quicker."""

    def __init__(self) -> None:
        super().__init__(_("This application has been decided already."))


class CannotJoinError(WutongError):
    """The chosen record cannot be joined."""


class InvitationOverError(WutongError):
    """The link no longer works."""

    def __init__(self) -> None:
        super().__init__(
            _("This invitation was used or withdrawn, or it is older than sixty days.")
        )


class NoAddressError(WutongError):
    """Nobody to write to."""

    def __init__(self) -> None:
        super().__init__(_("There is no working e-mail address to send an invitation to."))
