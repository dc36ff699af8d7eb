"""Pictures as the site shows them: cut sizes alone, and only while they may be shown.

The file that was uploaded is never served: sizes are drawn anew by the server, so nothing that was
hidden in an upload reaches a reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404

from wutong.platform.access.public import can
from wutong.programs.publishing.models import PictureRendition

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

TYPES = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif",
    "webp": "image/webp", "avif": "image/avif",
}  # fmt: skip
KEPT = 60
"""Seconds a browser may keep a picture: one that was taken back is gone within a minute."""


def picture_view(request: HttpRequest, name: str) -> HttpResponseBase:
    """``/media/images/<name>``; 404 for what may not be shown, except to who works in the newsroom."""
    kind = TYPES.get(name.rpartition(".")[2].lower())
    rendition = (
        PictureRendition.objects.select_related("image").filter(file=f"images/{name}").first()
    )
    if kind is None or rendition is None:
        raise Http404
    if not rendition.image.places and not can(request.user, "newsroom.edit"):
        raise Http404
    try:
        opened = rendition.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"public, max-age={KEPT}, must-revalidate"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
