"""What cannot be done with posts, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class PostError(WutongError):
    """Something about a post cannot be done."""


class AddressTakenError(PostError):
    def __init__(self) -> None:
        super().__init__(_("A post with this address is on record for this account already."))


class StoryTakenError(PostError):
    def __init__(self) -> None:
        super().__init__(
            _("This story stands on this account already; each story counts once there.")
        )


class FewerReadsError(PostError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Figures only grow from day to day: this is less than on an earlier day, or more"
                " than on a later one. Look at the table, or say that it is a correction."
            )
        )


class NotPublishedError(PostError):
    def __init__(self) -> None:
        super().__init__(_("This post is not published, so nobody has read it."))
