"""The visitor's address when reverse proxies of ours stand before us.

``X-Forwarded-For`` is a list that each proxy appends to; whoever connects may put anything on
its left. With ``TRUSTED_PROXIES`` = n the n-th entry from the right is the one our outermost
proxy saw. With 0 (the default) the header is ignored.
"""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class TrustedProxyMiddleware:
    """Puts the visitor's address into ``REMOTE_ADDR`` for throttling and the audit trail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        count = settings.TRUSTED_PROXIES
        if count > 0:
            chain = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
            if len(chain) >= count:
                address = chain[-count].strip()
                with suppress(ValueError):
                    request.META["REMOTE_ADDR"] = str(ip_address(address))
        return self.get_response(request)
