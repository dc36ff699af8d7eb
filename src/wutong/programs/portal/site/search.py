"""The search of the public site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.generic import View

from wutong.programs.portal.searching import search
from wutong.programs.portal.tokens import LONGEST_QUERY
from wutong.ui.site.registry import findables

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class SearchView(View):
    """``/search/?q=``; works without a script, and every page of it has its own address."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """What was found, or advice."""
        given = request.GET
        area = given.get("in", "")
        number = given.get("page", "")
        found = search(
            given.get("q", ""),
            language=get_language() or settings.LANGUAGE_CODE,
            area=area if area in findables else "",
            number=int(number)
            if number.isascii() and number.isdecimal() and len(number) < 4
            else 1,
        )
        context = {
            "found": found,
            "area": area if area in findables else "",
            "longest": LONGEST_QUERY,
            "noindex": True,
        }
        response = render(request, "portal/search.html", context)
        patch_cache_control(response, private=True, no_cache=True)
        return response
