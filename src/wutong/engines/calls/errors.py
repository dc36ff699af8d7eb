"""What cannot be done with a call or an entry; each says what to do instead."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wutong.kernel.errors import WutongError


class CallError(WutongError):
    """What was asked cannot be done as things stand; the sentence says why."""


class ClosedError(CallError):
    """A call that takes nothing now."""

    def __init__(self) -> None:
        super().__init__(_("This call takes no new texts at present."))


class OwnEntryError(CallError):
    """Nobody decides on their own words."""

    def __init__(self) -> None:
        super().__init__(_("These are your own words: somebody else has to decide on them."))


class FindingsError(CallError):
    """The lists found something and nobody said why it stays."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The check found something in the text. Answer the findings, or say why it is published."
            )
        )


class NoConsentError(CallError):
    """Nothing is published without consent."""

    def __init__(self) -> None:
        super().__init__(_("The writer has not agreed to publication, or no longer does."))


class CodeError(CallError):
    """A code that opens nothing."""

    def __init__(self) -> None:
        super().__init__(_("This code is wrong or too old. Ask for a new one."))


class TooManyError(CallError):
    """Too many at once from one place."""

    def __init__(self) -> None:
        super().__init__(_("That was too often in a short time. Please try again later."))
