"""A short link told in a WeChat group: counted, then on to where it leads. No cookie, no name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wutong.core.interactions.services.groups import count_read, target_of
from wutong.platform.audit.public import client_address
from wutong.platform.links.public import within_limit

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COUNTED = 20
"""So many openings of one link from one address in a while are counted; more are only led on."""


@never_cache
@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """To the notice; previews (HEAD) and hammering are not counted."""
    counts = request.method == "GET" and within_limit(
        f"w:{code}", client_address.get() or "", limit=COUNTED
    )
    target = count_read(code) if counts else target_of(code)
    if target is None:
        raise Http404
    response = HttpResponseRedirect(target)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
