"""What can stand in the way of a request."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class AlreadyAskedError(WutongError):
    """The same is being worked on."""

    def __init__(self) -> None:
        super().__init__(_("The same has been asked already and is being worked on."))


class NotOpenError(WutongError):
    """A colleague was quicker, or the person withdrew it."""

    def __init__(self) -> None:
        super().__init__(_("This request is closed already, or has come further meanwhile."))


class IdentityNotCheckedError(WutongError):
    """Nothing is handed out or erased before."""

    def __init__(self) -> None:
        super().__init__(_("First confirm that it is the person who asks."))


class NobodyOnRecordError(WutongError):
    """The request names nobody on record."""

    def __init__(self) -> None:
        super().__init__(_("First say whose record it is about."))


class ReasonMissingError(WutongError):
    """The person is told why or what."""

    def __init__(self) -> None:
        super().__init__(_("Please write the answer; the person reads it."))


class NotWrittenError(WutongError):
    """An assessment answers all three questions before it is decided."""

    def __init__(self) -> None:
        super().__init__(_("First answer all three questions."))
