"""What can be refused here, in words that say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.kernel.errors import ConflictError, WutongError
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from wutong.programs.correspondence.titles import Position


class DeceasedError(WutongError):
    """Nobody writes to the dead."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "%(name)s has died. The only letter that can be written now is one of condolence, "
                "to the family."
            )
            % {"name": name}
        )


class StaleTitleError(WutongError):
    """A position that nobody confirmed within twelve months stands in the text."""

    def __init__(self, position: Position) -> None:
        words = {"title": position.title, "employer": position.employer}
        if position.known_on:
            said = _(
                "“%(title)s” (%(employer)s) stands in the letter and was last confirmed on %(day)s, "
                "more than 12 months ago. Confirm it, or take it out."
            ) % {**words, "day": as_day(position.known_on)}
        else:
            said = (
                _(
                    "“%(title)s” (%(employer)s) stands in the letter and nobody knows since when. "
                    "Confirm it, or take it out."
                )
                % words
            )
        super().__init__(said)


class NobodyError(WutongError):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Say to whom: a person, an organisation, or the name of an outsider.")
        )


class StateError(WutongError):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("The letter is no longer where it was; look at it again."))


class EmptyLetterError(WutongError):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("The letter has no text yet."))


class OpenPlaceError(WutongError):
    """A place of the template that nobody filled."""

    def __init__(self, place: str) -> None:
        super().__init__(
            _("“%(place)s” is still to be filled in. Write what belongs there.") % {"place": place}
        )


class NoAddressError(WutongError):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("No e-mail address is known; enter one, or print the letter.")
        )


class DayError(WutongError):
    """A day that cannot be."""


class ChangedMeanwhileError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Somebody else has changed this meanwhile. Look at it again, then save.")
        )
