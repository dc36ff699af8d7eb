"""What can stand in the way of an erasure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.kernel.errors import WutongError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrOrPromise


class ErasureHinderedError(WutongError):
    """Something has to be settled first; the message says what."""

    def __init__(self, reasons: Sequence[_StrOrPromise]) -> None:
        super().__init__(
            _("This has to be settled first: %(reasons)s")
            % {"reasons": " ".join(str(reason) for reason in reasons)}
        )
        self.reasons = list(reasons)
