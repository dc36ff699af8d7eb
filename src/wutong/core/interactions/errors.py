from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import ConflictError, WutongError


class NothingTakenError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("Nothing was chosen; tick what is to be taken over."))


class NoEmployerError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("A position needs an employer; none is on record or chosen."))


class AlreadyUndoneError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("This has been taken back already."))


class TooLateError(WutongError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "How the record was before is no longer kept for this update; please change the "
                "record itself."
            )
        )


class AboutNobodyError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("A contact report is about a person or an organisation."))


class StillToComeError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("This day is still to come."))


class AlreadyKeyError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("This person is on the list of key alumni already."))


class ChangedMeanwhileError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody else has changed this meanwhile. Look at it again, then save.")
        )
