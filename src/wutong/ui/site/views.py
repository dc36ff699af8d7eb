"""What is shown when something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

if TYPE_CHECKING:
    from django.http import HttpRequest


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "site/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the message of ``PermissionDenied`` is shown where there is one."""
    context = {"reason": str(exception) if exception.args else ""}
    return render(request, "site/errors/403.html", context, status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that is too old or comes from elsewhere."""
    return render(request, "site/errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same for what is not there and what may not be seen."""
    return render(request, "site/errors/404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500, without database, session or context processors: both languages at once."""
    with translation.override("zh-hans"):
        page = render_to_string("site/errors/500.html")
    return HttpResponse(page, status=500)
