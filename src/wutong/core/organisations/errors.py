"""What can be refused here, in words that say what to do."""

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import ConflictError, WutongError


class ChangedMeanwhileError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody else has changed this meanwhile. Look at it again, then save.")
        )


class RegionalBranchError(WutongError):
    """社会团体登记管理条例 第十七条."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A branch of a registered society may not be regional (Regulation on the "
                "registration of social organisations, article 17). Choose a representative "
                "office, an independent local society, or a liaison group without registration."
            )
        )


class BranchOfBranchError(WutongError):
    """社会团体登记管理条例 第十七条."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A branch or representative office may not have branches of its own (Regulation "
                "on the registration of social organisations, article 17)."
            )
        )


class CreditCodeError(WutongError):
    def __init__(self) -> None:
        super().__init__(
            _("This is no unified social credit code: 18 characters, the last one checks the rest.")
        )


class AlreadyServingError(WutongError):
    def __init__(self) -> None:
        super().__init__(
            _("This person holds the same office already. Renew the appointment instead.")
        )


class NotOpenError(WutongError):
    """An appointment is in a state that does not allow this."""


class TermError(WutongError):
    def __init__(self) -> None:
        super().__init__(_("The term ends before it begins."))


class BatchError(WutongError):
    """A batch cannot be read, or is not in the state for this."""
