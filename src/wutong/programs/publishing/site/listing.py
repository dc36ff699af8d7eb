"""The pages that list stories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator

from wutong.programs.publishing.archive import live_pages, story_of_pages
from wutong.programs.publishing.enums import Place
from wutong.programs.publishing.models import Told, TopicPage
from wutong.programs.publishing.rendering.parts import pictures_of, shot_of
from wutong.programs.publishing.rendering.texts import addressed
from wutong.ui.site.public import PageMeta

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from wutong.programs.publishing.models import BasePage, StoryIndexPage, StoryPage

ON_A_PAGE = 13
"""One that leads and twelve: a full grid."""


def _paged(request: HttpRequest, rows: QuerySet[StoryPage]) -> dict[str, Any]:
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    stories = list(story_of_pages(page.object_list))
    return {"listed": page, "stories": stories}


def index_context(request: HttpRequest, page: StoryIndexPage) -> dict[str, Any]:
    """The stories of the index's language, and its topics."""
    return {
        **_paged(request, live_pages(page.locale.language_code)),
        "topics": topics_under(page),
        "page_path": addressed(page),
        "has_people": Told.objects.exists(),
        "meta": described(page, page.introduction),
    }


def described(page: BasePage, words: str) -> PageMeta:
    """What the head of a page says: its words, and its other languages where there are any."""
    same = page.get_translations(inclusive=True).live().select_related("locale")
    return PageMeta(
        title=page.title,
        description=words,
        alternates=[(one.locale.language_code, addressed(one)) for one in same],
    )


def topics_under(page: BasePage) -> list[tuple[str, TopicPage]]:
    """The public topics of the same language."""
    rows = TopicPage.objects.filter(live=True, locale=page.locale_id).select_related("locale")
    return [(addressed(row), row) for row in rows.order_by("title")]


def topic_context(request: HttpRequest, page: TopicPage) -> dict[str, Any]:
    """The stories of a topic."""
    rows = live_pages(page.locale.language_code).filter(topics=page)
    pictures = pictures_of([page.picture_id] if page.picture_id else [], Place.SITE)
    return {
        **_paged(request, rows),
        "picture": shot_of(pictures.get(page.picture_id or 0), page.locale.language_code),
        "index": page.get_parent(),
        "meta": described(page, page.standfirst),
    }
