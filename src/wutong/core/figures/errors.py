"""What the figures refuse."""

from __future__ import annotations

from wutong.kernel.errors import ConflictError, NotAllowedError, WutongError


class YearNotOverError(WutongError):
    """A year is closed after it has ended."""


class AlreadyClosedError(ConflictError):
    """The year is closed, or its closing waits for a second person."""


class SamePersonError(NotAllowedError):
    """Who prepared a closing does not close it."""


class FiguresChangedError(ConflictError):
    """The figures are no longer those that were prepared."""


class ReasonMissingError(WutongError):
    """A closed figure is restated with a reason only."""
