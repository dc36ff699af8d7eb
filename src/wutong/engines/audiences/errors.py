"""What can be wrong with a segment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError


class DefinitionError(WutongError):
    """A definition that cannot be read or compiled; the message names the spot."""


class UnknownCriterionError(DefinitionError):
    """No room registered this criterion (any more)."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _("The condition “%(key)s” is not known here.") % {"key": key},
            code="unknown_criterion",
        )


class ListError(WutongError):
    """A list that cannot be read or changed; the message says what to do."""
