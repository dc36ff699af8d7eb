"""What can stand in a member's way."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class NoCardForThisError(WutongError):
    """The person is no alumnus by the definition in force, or no longer living."""

    def __init__(self) -> None:
        super().__init__(_("The card is for alumni; this record does not say that yet."))


class NothingToCorrectError(WutongError):
    """What the member wants is what the record says."""

    def __init__(self) -> None:
        super().__init__(_("That is what the record says already."))


class AlreadyDecidedError(WutongError):
    """A colleague was quicker."""

    def __init__(self) -> None:
        super().__init__(_("This correction has been decided already."))


class TooMuchReadError(WutongError):
    """The directory is for finding people, not for copying it."""

    def __init__(self) -> None:
        super().__init__(_("You have looked at very many people today. Please go on tomorrow."))


class TooManyLettersError(WutongError):
    """Ten a day."""

    def __init__(self) -> None:
        super().__init__(_("You have written ten letters today. Please go on tomorrow."))


class NotReachableHereError(WutongError):
    """No working address is known."""

    def __init__(self) -> None:
        super().__init__(_("The office has no working address for this person at present."))
