"""The API made of the rooms' parts, answered as an API answers: problems, limits, no caching."""

from __future__ import annotations

from functools import cache, wraps
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from wutong.kernel.errors import WutongError
from wutong.ui.api import me
from wutong.ui.api.problems import (
    CONTENT_TYPE,
    KINDS,
    OF_STATUS,
    Problem,
    problem_of,
    problem_of_values,
    problem_response,
)
from wutong.ui.api.registry import api_parts

if TYPE_CHECKING:
    from collections.abc import Callable

logger = structlog.get_logger(__name__)
VERSION = "1.0.0"
PATH = "/api/v1"
DESCRIPTION = _("People, organisations and consents of the alumni office.")
PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": sorted(KINDS)},
        "instance": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string"},
                    "parameter": {"type": "string"},
                },
            },
        },
    },
}


class WutongApi(NinjaAPI):
    """django-ninja with our errors."""

    def set_default_exception_handlers(self) -> None:
        """Every error is a problem; unforeseen ones are left to Django, which logs them."""
        self.add_exception_handler(Problem, _told)
        self.add_exception_handler(WutongError, _told)
        self.add_exception_handler(ValidationError, _told)
        self.add_exception_handler(Http404, _told)
        self.add_exception_handler(HttpError, _told)


def _told(request: HttpRequest, error: Any) -> HttpResponse:
    return problem_response(request, _problem(error))


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, WutongError):
        return problem_of(error)
    if isinstance(error, ValidationError):
        return problem_of_values(error.errors)
    status = error.status_code if isinstance(error, HttpError) else 404
    return Problem(OF_STATUS.get(status, "bad-request"))


@cache
def the_api() -> WutongApi:
    """The one API of the house; made when every room has registered its part."""
    api = WutongApi(
        title="Wutong",
        version=VERSION,
        description=DESCRIPTION,  # type: ignore[arg-type] # told in the language of whoever reads
        docs_url=None,
        openapi_url=None,
        urls_namespace="api-v1",
    )
    api.add_router("", me.router, tags=["key"])
    for key, part in api_parts.items():
        api.add_router("", part.router, tags=[key])
    return api


def schema() -> dict[str, Any]:
    """The OpenAPI description, in the present language."""
    made = the_api().get_openapi_schema(path_prefix=f"{PATH}/")
    made["components"]["schemas"]["Problem"] = PROBLEM
    made["servers"] = [{"url": settings.SITE_URL}]
    made["tags"] = [{"name": "key", "description": _("The key itself")}] + [
        {"name": key, "description": part.label} for key, part in api_parts.items()
    ]
    return dict(made)


def answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What every answer of the API has in common."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = _answer(view, request, *args, **kwargs)
        except Exception:
            logger.exception("the API failed", path=request.path)
            response = problem_response(request, Problem("failed"))
        allowance = getattr(request, "api_allowance", None)
        if allowance is not None:
            allowance.say(response)
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ("Authorization", "Accept-Language"))
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined] # no cookie opens anything here
    return answer


def _answer(
    view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    typed = request.content_type in {"application/json", ""}
    if request.method in {"POST", "PUT", "PATCH"} and not typed:
        return problem_response(request, Problem("unsupported-media-type"))
    response = view(request, *args, **kwargs)
    is_problem = response.headers.get("Content-Type", "").startswith(CONTENT_TYPE)
    if response.status_code >= 400 and not is_problem:
        told = problem_response(
            request, Problem(OF_STATUS.get(response.status_code, "bad-request"))
        )
        if "Allow" in response.headers:
            told["Allow"] = response["Allow"]
        return told
    return response


def _nothing_here(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    return problem_response(request, Problem("not-found"))


def patterns() -> list[Any]:
    """The addresses below ``PATH``, each answered as an API answers."""
    made, _app, _namespace = the_api().urls
    found = [item for item in made if isinstance(item, URLPattern) and item.name != "api-root"]
    for pattern in found:
        pattern.callback = answered(pattern.callback)
    return [*found, path("<path:rest>", answered(_nothing_here), name="api-nothing")]
