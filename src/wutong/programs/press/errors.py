"""What can be refused here, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.kernel.errors import ConflictError, WutongError


class KnownError(WutongError):
    def __init__(self, name: str) -> None:
        super().__init__(_("“%(name)s” is in the register already.") % {"name": name})


class NoEvidenceError(WutongError):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("There is neither a link nor a clipping that could be looked at.")
        )


class DayError(WutongError):
    """A day that cannot be."""


class StateError(WutongError):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("It is no longer where it was; look at it again."))


class UsedError(WutongError):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("It is in use and cannot be taken off; what uses it is listed here.")
        )


class ChangedMeanwhileError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Somebody else has changed this meanwhile. Look at it again, then save.")
        )
