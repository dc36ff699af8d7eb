"""What was said of the university, for everybody: only what may be quoted everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.generic import View

from wutong.programs.press.quoting import public_quotations

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

WALL = 24


class PraiseView(View):
    """Quotations with who said them, and what they were on that day."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The first of them; a permission that ends takes its words off the same day."""
        page = Paginator(public_quotations(), WALL).get_page(request.GET.get("page"))
        return render(request, "press/site/praise.html", {"page": page})
