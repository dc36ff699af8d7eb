"""What can go wrong with issued documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class AlreadyVoidError(WutongError):
    """A document is made void or replaced once."""

    def __init__(self) -> None:
        super().__init__(_("This document is no longer valid; it cannot be changed again."))


class ReasonMissingError(WutongError):
    """Who makes a document void says why."""

    def __init__(self) -> None:
        super().__init__(_("Please say why; the reason is kept with the number."))
