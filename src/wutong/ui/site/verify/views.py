"""Whether a letter is genuine: anybody who holds it may ask, by its check code or its QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from wutong.platform.audit.public import client_address
from wutong.platform.documents.public import verify_code
from wutong.platform.links.public import within_limit

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ASKED_IN_FIVE_MINUTES = 60
LONGEST = 40


@method_decorator(never_cache, name="dispatch")
class VerifyView(View):
    """``/verify/`` asks for the code, ``/verify/<code>`` answers. Looking changes nothing."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, code: str = "") -> HttpResponse:
        """The form; or valid, void, superseded, or unknown."""
        asked = (code or request.GET.get("code", "")).strip()[:LONGEST]
        context: dict[str, Any] = {"asked": asked, "verdict": None, "busy": False}
        status = 200
        if asked:
            address = client_address.get() or ""
            if not within_limit("verify", address, limit=ASKED_IN_FIVE_MINUTES):
                context["busy"], status = True, 429
            else:
                context["verdict"] = verify_code(asked)
                status = 200 if context["verdict"] else 404
        response = render(request, "site/verify.html", context, status=status)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response
