"""Cards as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import View

from wutong.programs.portal.cards import card
from wutong.ui.site.public import kept

if TYPE_CHECKING:
    from django.http import HttpRequest


@method_decorator(kept(), name="dispatch")
class CardView(View):
    """``/cards/<id>-<digest>.png``: gone with what it shows."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """The picture."""
        drawn = card(name)
        if drawn is None:
            raise Http404
        return HttpResponse(drawn, content_type="image/png")
