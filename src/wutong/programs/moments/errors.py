"""What can be wrong with a plan, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class MomentError(WutongError):
    """A plan that cannot go on as it is."""


class PastDayError(MomentError):
    """The day is over or is not one of the plan's."""

    def __init__(self) -> None:
        super().__init__(_("This is not a day to come of this plan."))


class GoneOutError(MomentError):
    """The sending of that day has left already."""

    def __init__(self) -> None:
        super().__init__(_("The sending of this day has gone out; it cannot be left out any more."))
