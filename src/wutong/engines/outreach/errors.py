"""What can be wrong with a sending, in words that say what to do."""

from __future__ import annotations

from wutong.kernel.errors import WutongError


class OutreachError(WutongError):
    """A sending that cannot go on as it is."""


class MarkupError(OutreachError):
    """A text that cannot be set; the message names the place."""


class StateError(OutreachError):
    """The step does not fit where the sending stands."""
