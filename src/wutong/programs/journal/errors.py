from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class JournalError(WutongError):
    """Something about the journal cannot be done."""


class PermitMissingError(JournalError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Printed internal matter bears its permit number. Please enter it first"
                " (Change, field “Permit number”)."
            )
        )


class NothingInItError(JournalError):
    def __init__(self) -> None:
        super().__init__(_("There is nothing to read yet: add an article or the PDF of the issue."))


class NotPublishedError(JournalError):
    def __init__(self) -> None:
        super().__init__(_("Please publish the issue first; then it can be sent."))


class AlreadyPostedError(JournalError):
    def __init__(self) -> None:
        super().__init__(_("The postal list of this issue is fixed. Take it back to count again."))


class NobodyToPostError(JournalError):
    def __init__(self) -> None:
        super().__init__(_("Nobody would get a copy by post. Look at the reasons below."))


class CopiesCameBackError(JournalError):
    def __init__(self) -> None:
        super().__init__(
            _("Copies of this issue have come back, so they were posted: the list stays.")
        )
