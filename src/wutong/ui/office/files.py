"""Fetching a stored file: its owner, or who holds the permission it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404

from wutong.kernel.clock import now
from wutong.platform.access.public import can
from wutong.platform.audit.public import record
from wutong.platform.files.public import find_stored, open_stored
from wutong.ui.office.views import OfficeView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

OWNERS_ALONE = frozenset({"export"})  # made out to one person, whoever else may make their own


class FileView(OfficeView):
    """Hands out a file as an attachment; every fetch is in the audit trail."""

    permission = "office.enter"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for what is unknown, expired or another person's."""
        stored = find_stored(kwargs["pk"])
        if stored is None or (stored.expires_at is not None and stored.expires_at < now()):
            raise Http404
        own = stored.owner_id == self.user.pk
        if not own and stored.kind in OWNERS_ALONE:
            raise Http404
        if stored.permission and not can(self.user, stored.permission):
            raise Http404
        if not own and not stored.permission:
            raise Http404
        record(
            actor=self.actor,
            verb="file.fetched",
            subject=f"file:{stored.pk}",
            subject_label=stored.name,
            data={"kind": stored.kind, "size": stored.size},
        )
        response = FileResponse(
            open_stored(stored),
            as_attachment=True,
            filename=stored.name,
            content_type=stored.content_type,
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
