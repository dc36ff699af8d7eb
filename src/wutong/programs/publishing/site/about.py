"""The page about the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import get_language

from wutong.programs.publishing.enums import Place
from wutong.programs.publishing.models import AboutPage
from wutong.programs.publishing.rendering.parts import pictures_of, shot_of
from wutong.programs.publishing.site.listing import described
from wutong.ui.site.public import keep

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def about_view(request: HttpRequest, page: AboutPage | None = None) -> HttpResponse:
    """``/about/``, as staff wrote it in the newsroom in the reader's language."""
    if page is None:
        rows = AboutPage.objects.filter(live=True, locale__language_code=get_language())
        page = rows.select_related("locale").first()
    if page is None:
        raise Http404
    keep(request)
    pictures = pictures_of([page.picture_id] if page.picture_id else [], Place.SITE)
    context = {
        "page": page,
        "meta": described(page, page.standfirst),
        "picture": shot_of(pictures.get(page.picture_id or 0), page.locale.language_code),
    }
    return TemplateResponse(request, "publishing/about.html", context)
