from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class RosterError(WutongError):
    """Something about a class roster cannot be done."""


class NotInClassError(RosterError):
    def __init__(self) -> None:
        super().__init__(_("This person is not on the list of this class."))


class NotAKeeperError(RosterError):
    def __init__(self) -> None:
        super().__init__(
            _("Only a living classmate whom the office may write to can look after the list.")
        )


class DecidedAlreadyError(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Somebody has dealt with this suggestion in the meantime."))


class OwnSuggestionError(RosterError):
    def __init__(self) -> None:
        super().__init__(_("A second classmate or the office confirms what you suggested."))


class NotYourSuggestionError(RosterError):
    def __init__(self) -> None:
        super().__init__(_("Only the classmate who told this, or the office, can take it back."))


class OfficeDecidesError(RosterError):
    def __init__(self) -> None:
        super().__init__(_("The office looks into this itself."))
