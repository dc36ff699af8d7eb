"""From a list to a file: the export is begun here and made by a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.kernel.errors import WutongError

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor


def begin_export(*, actor: Actor, list_key: str, query: str, file_format: str, reason: str) -> str:
    """Queue the export of a list in the state ``query``; the address of its progress page."""
    raise WutongError(_("Lists cannot be exported yet."))
