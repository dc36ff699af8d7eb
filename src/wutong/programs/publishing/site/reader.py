"""A story on the site: read, previewed, withdrawn; and the short link that leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from wutong.programs.publishing.archive import (
    corrections_of,
    live_pages,
    site_pages,
    topics_of,
)
from wutong.programs.publishing.models import StoryPage, Withdrawal
from wutong.programs.publishing.registry import below
from wutong.programs.publishing.rendering.parts import sheet_of
from wutong.programs.publishing.rendering.texts import addressed
from wutong.programs.publishing.rendering.videos import PLAYERS
from wutong.ui.site.public import keep

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

AREA = "stories"
"""Under this name the public site keeps pages of stories until one of them changes."""
READ_HEADER = "Wutong-Read"
LANG = {"zh-hans": "zh-CN", "en": "en"}
MORE = 3


def story_view(request: HttpRequest, slug: str) -> HttpResponse:
    """``/stories/<slug>/``: found by one query; what is not a story goes on to the tree of pages."""
    pages = StoryPage.objects.select_related("locale", "content_type").filter(
        slug=slug, locale__language_code=get_language(), depth=4, site=None
    )
    page = pages.order_by("-live", "path").first()
    if page is None or (not page.live and withdrawal_of(page) is None):
        return wagtail_serve(request, f"stories/{slug}")  # type: ignore[no-any-return]
    response: HttpResponse = page.serve(request)
    return response


def short_view(request: HttpRequest, code: str) -> HttpResponse:
    """``/s/<code>``: to the story in the language it was sent in."""
    try:
        number = int(code, 36)
    except ValueError as error:
        raise Http404 from error
    rows = StoryPage.objects.select_related("locale").filter(pk=min(number, 2**62))
    page = rows.first()
    if page is None or (not page.live and withdrawal_of(page) is None):
        raise Http404
    return HttpResponseRedirect(addressed(page))


def withdrawal_of(page: StoryPage) -> Withdrawal | None:
    """Why it is no longer here; None where it never was."""
    return Withdrawal.objects.filter(key=page.translation_key, lifted_at=None).first()


def route_withdrawn(page: StoryPage) -> RouteResult | None:
    """A withdrawn story keeps its address."""
    if page.first_published_at is None or withdrawal_of(page) is None:
        return None
    return RouteResult(page)


def serve_story(request: HttpRequest, page: StoryPage) -> HttpResponse:
    """The story, counted as a read; or 410 with the reason."""
    if not page.live:
        return _gone(request, page)
    key = page.translation_key
    areas = [area for section in below for area in section.areas(key)]
    keep(request, AREA, *areas, *(("sites",) if page.site_id else ()))
    response = _shown(request, page, sections=sections_of(request, key))
    response[READ_HEADER] = f"story:{page.translation_key}"
    return response


def preview_story(request: HttpRequest, page: StoryPage) -> HttpResponse:
    """A draft: not counted."""
    return _shown(request, page)


def sections_of(request: HttpRequest, key: UUID) -> list[dict[str, Any]]:
    """What other rooms put below the story, with template and style."""
    found = [(section, section.context(request, key)) for section in below]
    return [
        {"template": section.template, "style": section.style, "section": context}
        for section, context in found
        if context is not None
    ]


def _shown(
    request: HttpRequest, page: StoryPage, sections: Sequence[dict[str, Any]] = ()
) -> HttpResponse:
    sheet = sheet_of(page)
    context = {
        **story_context(page), "page": page, "sheet": sheet, "self": page, "sections": sections,
    }  # fmt: skip
    response = TemplateResponse(request, "publishing/story_page.html", context)
    if sheet.has_film:
        response._csp_update = {"frame-src": list(PLAYERS)}  # type: ignore[attr-defined]  # noqa: SLF001 - the way of django-csp
    return response


def story_context(page: StoryPage) -> dict[str, Any]:
    """What stands around a story."""
    same = StoryPage.objects.select_related("locale").filter(
        translation_key=page.translation_key, live=True
    )
    # Looked at as a list: the other languages are one query.
    translations = [
        {"code": LANG.get(one.language, "x-default"), "lang": one.language, "path": addressed(one),
         "url": f"{settings.SITE_URL}{addressed(one)}", "title": one.title}
        for one in same
    ]  # fmt: skip
    of_site = page.site_id is not None
    near = site_pages(page.language, page.site_id) if of_site else live_pages(page.language)
    others = near.exclude(pk=page.pk)[:MORE]
    return {
        **_around(page),
        "translations": translations,
        "other_languages": [one for one in translations if one["lang"] != page.language],
        "topics": topics_of([page]).get(page.pk, []),
        "corrections": corrections_of(page.translation_key),
        "more": [(addressed(one), one) for one in others.defer("body")],
    }


def _around(page: StoryPage) -> dict[str, Any]:
    """The house's shell, or that of the organisation's pages."""
    if page.site is None:
        return {"base": "site/base.html"}
    from wutong.programs.publishing.site.sites import shell_of  # noqa: PLC0415 - which reads stories from here

    return {"base": "publishing/sites/base.html", "shell": shell_of(page.site)}


def _gone(request: HttpRequest, page: StoryPage) -> HttpResponse:
    why = withdrawal_of(page)
    if why is None:
        raise Http404
    chinese = page.language.startswith("zh")
    reason = why.reason_zh if chinese or not why.reason_en else why.reason_en
    context = {"page": page, "withdrawal": why, "reason": reason}
    return TemplateResponse(request, "publishing/story_gone.html", context, status=410)
