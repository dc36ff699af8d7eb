"""From a list to a file: the export is begun here and made by a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language

from wutong.platform.tabular.exports.public import start_export

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor


def begin_export(
    *, actor: Actor, list_key: str, query: str, file_format: str, reason: str, back_url: str
) -> str:
    """Queue the export of a list in the state ``query``; the address of its progress page."""
    progress = start_export(
        actor=actor,
        key="office.list",
        params={"list": list_key, "query": query, "language": get_language() or ""},
        file_format=file_format,
        reason=reason,
        back_url=back_url,
    )
    return reverse("office:progress", args=[progress.pk])
