"""Ties a request's changes to its author."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory

from wutong.platform.audit.public import client_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class AuditContextMiddleware:
    """Row history (pghistory) learns the user and address of every changing request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = client_address.set(request.META.get("REMOTE_ADDR") or None)
        try:
            if request.method in SAFE:
                return self.get_response(request)
            user = request.user.pk if request.user.is_authenticated else None
            with pghistory.context(user=user, url=request.path):
                return self.get_response(request)
        finally:
            client_address.reset(token)
