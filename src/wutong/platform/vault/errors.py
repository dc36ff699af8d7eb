"""What can be wrong with a signed token."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class BadTokenError(WutongError):
    """The token was not made by us, or for something else."""

    def __init__(self) -> None:
        super().__init__(_("This link is damaged. Please open it from the message again."))


class ExpiredTokenError(WutongError):
    """The token was ours, and its time has passed."""

    def __init__(self) -> None:
        super().__init__(_("This link has expired. Please ask the alumni office for a new one."))


class UnreadableSecretError(WutongError):
    """The value was encrypted with a key that is no longer among ``WUTONG_KEYS``, or damaged."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This value is encrypted with a key that is not there any more. Ask whoever runs the server."
            )
        )
