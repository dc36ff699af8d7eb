"""The stylesheet of the university's own colour, where it differs from the built-in one."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from wutong.ui.design.colour import DEFAULT, stylesheet

if TYPE_CHECKING:
    from django.http import HttpRequest


@lru_cache(maxsize=8)
def _sheet(colour: str) -> tuple[str, str]:
    text = stylesheet(colour)
    return hashlib.sha256(text.encode()).hexdigest()[:12], text


def theme_address() -> str:
    """Where the colour's stylesheet is, or "" when the built-in colour is used."""
    colour = settings.UNIVERSITY["colour"].lower()
    return "" if colour == DEFAULT else f"/style/colour-{_sheet(colour)[0]}.css"


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def colour_sheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The ramp of the university's colour as custom properties; for everybody."""
    current, text = _sheet(settings.UNIVERSITY["colour"].lower())
    if digest != current:
        raise Http404
    return HttpResponse(text, content_type="text/css; charset=utf-8")
