"""Pictures and files of letters, for whoever has the address. Nothing is noted about who looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from wutong.engines.outreach.models import LetterFile
from wutong.platform.files.public import open_stored

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

YEAR = 365 * 24 * 3600


@require_safe
def letter_file(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """A picture is shown, a file is fetched; each only as what it was checked to be."""
    del request, name  # the name is for people
    found = get_object_or_404(LetterFile.objects.select_related("stored"), code=code)
    try:
        content = open_stored(found.stored)
    except FileNotFoundError:  # a database without its files
        raise Http404 from None
    response = FileResponse(
        content,
        content_type=found.stored.content_type,
        as_attachment=not found.is_picture,
        filename=found.stored.name,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # mail pages show it elsewhere
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
