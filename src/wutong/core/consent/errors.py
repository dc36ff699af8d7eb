"""What can go wrong with a wish."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class UnknownTopicError(WutongError):
    """Nobody registered this topic."""

    def __init__(self, topic: str) -> None:
        super().__init__(
            _("There is no topic “%(topic)s”.") % {"topic": topic}, code="unknown_topic"
        )
