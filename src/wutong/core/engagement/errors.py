"""What the ledger refuses."""

from __future__ import annotations

from wutong.kernel.errors import ConflictError, WutongError


class ActRefusedError(WutongError):
    """The act cannot be written as given; nothing was written."""


class IdempotencyConflictError(ConflictError):
    """The same key was used before for a different act; nothing was written."""


class AlreadyReversedError(ConflictError):
    """The act is reversed already."""
