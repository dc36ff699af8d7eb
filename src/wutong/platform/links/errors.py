"""Why a link does not work, in words for the person who opened it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class LinkError(WutongError):
    """The link cannot be used; ``code`` is ``unknown``, ``expired``, ``revoked`` or ``busy``."""


class UnknownLinkError(LinkError):
    """The address was shortened, altered or made up."""

    def __init__(self) -> None:
        super().__init__(
            _("This address is incomplete. Please open the link in the message once more."),
            code="unknown",
        )


class ExpiredLinkError(LinkError):
    """The link was genuine and its time is over."""

    def __init__(self) -> None:
        super().__init__(_("This link is no longer valid; its time is over."), code="expired")


class RevokedLinkError(LinkError):
    """The office withdrew this link."""

    def __init__(self) -> None:
        super().__init__(_("The office has withdrawn this link."), code="revoked")


class BusyLinkError(LinkError):
    """Too many attempts from one address in a short time."""

    def __init__(self) -> None:
        super().__init__(
            _("There were too many attempts. Please wait a few minutes and try again."),
            code="busy",
        )


class GuessedTooOftenError(LinkError):
    """Too many wrong answers to the question a link asks."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "There were too many wrong answers. Please wait, at most until tomorrow, or write "
                "to the office."
            ),
            code="busy",
        )


class ChallengeError(LinkError):
    """The second fact that this link asks for was not right."""

    def __init__(self) -> None:
        super().__init__(
            _("This does not agree with our records. Please check it, or write to the office."),
            code="challenge",
        )
