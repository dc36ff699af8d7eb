from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import ConflictError, WutongError


class SettledError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("The case is settled; open it again first."))


class NotSettledError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("The case is open already."))


class NoMailError(WutongError):
    def __init__(self) -> None:
        super().__init__(
            _("No e-mail address is known. Answer another way and note that it was told.")
        )


class DeskMailError(WutongError):
    def __init__(self) -> None:
        super().__init__(
            _("The department has no e-mail address. Copy the link and send it by hand.")
        )


class WordsMissingError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("Write a word first."))


class JoinError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("A case is joined to another open case, not to itself."))


class CaseThereError(WutongError):
    def __init__(self, number: str) -> None:
        super().__init__(
            _("Case %(number)s was opened from this message already.") % {"number": number}
        )


class ChangedMeanwhileError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody else has changed this meanwhile. Look at it again, then save.")
        )
