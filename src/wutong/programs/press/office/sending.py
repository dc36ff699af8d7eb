"""A file of the registers, handed out to whoever may see what it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse

from wutong.platform.audit.public import record
from wutong.platform.files.public import open_stored

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.files.models import StoredFile


def send_paper(actor: Actor, ref: str, stored: StoredFile) -> FileResponse:
    """As a download, and in the audit trail."""
    record(
        actor=actor, verb="file.fetched", subject=ref, subject_label=stored.name,
        data={"kind": stored.kind, "size": stored.size},
    )  # fmt: skip
    response = FileResponse(
        open_stored(stored), as_attachment=True, filename=stored.name,
        content_type=stored.content_type,
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
