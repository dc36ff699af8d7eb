"""What a browser may do on our pages: the response headers that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.constants import UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

NEWSROOM = "/newsroom/"


class PolicyMiddleware(CSPMiddleware):
    """Content security policy and permissions policy.

    Strict everywhere. Wagtail's editor writes inline scripts into its pages, so under the newsroom's
    path, and in script-src alone, inline scripts are allowed.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add the headers."""
        if request.path_info.startswith(NEWSROOM):
            response._csp_update = {"script-src": [UNSAFE_INLINE]}  # type: ignore[attr-defined]  # noqa: SLF001
        response.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        answered: HttpResponseBase = super().process_response(request, response)
        return answered
