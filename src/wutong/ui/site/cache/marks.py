"""How a view says that its answer may be kept for everybody, and what it shows."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

MARK = "_wutong_keep"


def keep(request: HttpRequest, *areas: str) -> None:
    """Let the answer to ``request`` be kept for all visitors until one of ``areas`` changes;
    without areas until anything public does.
    """
    setattr(request, MARK, areas)


def kept(*areas: str) -> Callable[[Any], Any]:
    """The same for a view: ``@method_decorator(kept("organisations"), name="dispatch")``."""

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            keep(request, *areas)
            return view(request, *args, **kwargs)

        return shown

    return wrap


def areas_of(request: HttpRequest) -> tuple[str, ...] | None:
    """The areas, or None when nobody said that the answer may be kept."""
    found: tuple[str, ...] | None = getattr(request, MARK, None)
    return found
