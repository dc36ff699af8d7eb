"""Addresses with a NUL in them, which no text of ours holds and PostgreSQL refuses to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest

from wutong.ui.api.problems import Problem, problem_response

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class NulMiddleware:
    """Answers 400 to them, to a program as a problem; forms look at what is posted themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            if request.path_info.startswith("/api/v"):
                return problem_response(request, Problem("bad-request"))
            raise BadRequest
        return self.get_response(request)
