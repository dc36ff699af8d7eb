"""What can go wrong when accounts are looked after."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class AddressTakenError(WutongError):
    """The address has an account."""

    def __init__(self) -> None:
        super().__init__(_("There is an account with this e-mail address already."))


class NumberTakenError(WutongError):
    """One number, one account."""

    def __init__(self) -> None:
        super().__init__(_("Another account has this staff number already."))


class OwnAccountError(WutongError):
    """Nobody closes the door on themselves."""

    def __init__(self) -> None:
        super().__init__(_("You cannot do this to your own account. Please ask a colleague."))


class ScopeMissingError(WutongError):
    """A limited role without its limit would see nothing."""

    def __init__(self) -> None:
        super().__init__(_("This role is limited to a college. Please choose which."))


class LastAdministratorError(WutongError):
    """Somebody must be left who can open the door."""

    def __init__(self) -> None:
        super().__init__(_("This is the last administrator. Please appoint another one first."))
