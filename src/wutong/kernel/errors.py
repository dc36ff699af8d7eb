"""Errors that are meant to be read by the person at the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class WutongError(Exception):
    """Something the user can act on: the message says what happened and what to do.

    ``message`` may be lazy, so that it is rendered in the reader's language and not in the
    language of the process that raised it. ``code`` is stable and for programs.
    """

    def __init__(self, message: _StrOrPromise, *, code: str = "invalid") -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)


class NotAllowedError(WutongError):
    """The actor may not do this; the message says who may."""


class ConflictError(WutongError):
    """Somebody else changed the same thing in between; nothing was overwritten."""
