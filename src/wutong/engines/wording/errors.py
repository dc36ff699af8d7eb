"""What can be refused here, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.kernel.errors import ConflictError, WutongError


class ReasonMissingError(WutongError):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Say why it is kept: whoever reviews the text reads it."))


class NothingFoundError(WutongError):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("This is no longer in the text."))


class KnownError(WutongError):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” is on the list already. Change that entry.") % {"name": name}
        )


class TitleLineError(WutongError):
    """A line of titles that cannot be read."""


class ChangedMeanwhileError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Somebody else has changed this meanwhile. Look at it again, then save.")
        )
