"""What can stand in a member's way."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class NoCardForThisError(WutongError):
    """The person is no alumnus by the definition in force, or no longer living."""

    def __init__(self) -> None:
        super().__init__(_("The card is for alumni; this record does not say that yet."))
