"""The door of the room: public stories and their renderings for other rooms.

A story is known by its ``key`` over its languages ("zh-hans", "en"). Renderings raise
``StoryError`` where the story is not public in that language; each leaves out the pictures that
may not stand at its place. Changes are told through ``events.story_listeners``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from wutong.programs.publishing.archive import (
    LANGUAGES,
    Story,
    Topic,
    in_words_of,
    live_pages,
    page_of,
    site_pages,
    story_of_pages,
)
from wutong.programs.publishing.enums import Place
from wutong.programs.publishing.errors import StoryError
from wutong.programs.publishing.models import StoryPage
from wutong.programs.publishing.rendering import letters, plain
from wutong.programs.publishing.rendering.parts import Sheet, Shot, sheet_of
from wutong.programs.publishing.rendering.plain import short_address
from wutong.programs.publishing.site.sites import AREA as SITES
from wutong.programs.publishing.site.sites import covers_of, open_sites
from wutong.programs.publishing.site.sites import path_of as site_path
from wutong.ui.design.typography import is_chinese

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

__all__ = [
    "LANGUAGES",
    "SITES",
    "Shot",
    "Story",
    "Topic",
    "as_journal_text",
    "as_mail_html",
    "as_site_html",
    "as_text_message",
    "as_wechat_html",
    "covers_of",
    "is_of_site",
    "journal_pictures",
    "languages_of",
    "open_sites",
    "published",
    "published_pages",
    "short_address",
    "site_pages",
    "site_path",
    "story",
    "story_of_pages",
    "story_titles",
]


def story(key: UUID, language: str) -> Story | None:
    """The public story in one language; None where it is not public in it."""
    page = page_of(key, language)
    return next(story_of_pages([page])) if page else None


def is_of_site(key: UUID) -> bool:
    """Whether the story was written for the pages of an organisation."""
    rows = StoryPage.objects.filter(translation_key=key, site__isnull=False)
    return bool(rows.exists())


def published_pages(
    language: str, since: datetime | None = None, topic: UUID | None = None
) -> QuerySet[StoryPage]:
    """Pages of public stories, the latest first, for lists that page over them;
    ``story_of_pages`` of a slice costs five queries.
    """
    rows = live_pages(language)
    if since is not None:
        rows = rows.filter(last_published_at__gte=since)
    if topic is not None:
        rows = rows.filter(topics__translation_key=topic)
    return rows


def published(
    language: str,
    since: datetime | None = None,
    topic: UUID | None = None,
    limit: int | None = None,
) -> list[Story]:
    """Public stories in one language, the latest first; ``since`` asks for those published or
    changed since that moment.
    """
    rows = published_pages(language, since, topic)
    return list(story_of_pages(rows[:limit] if limit else rows))


def languages_of(key: UUID) -> list[str]:
    """The languages in which the story is public."""
    rows = StoryPage.objects.filter(translation_key=key, live=True)
    return sorted(rows.values_list("locale__language_code", flat=True), reverse=True)


def story_titles(keys: list[UUID]) -> dict[UUID, str]:
    """Titles of stories, public or not, in the reader's language where there is one."""
    rows = StoryPage.objects.filter(translation_key__in=keys).select_related("locale")
    found: dict[UUID, str] = {}
    for row in rows:
        if row.translation_key not in found or row.language.startswith("zh") == is_chinese():
            found[row.translation_key] = row.title
    return found


def _sheet(key: UUID, language: str, place: str) -> Sheet:
    page = page_of(key, language)
    if page is None:
        raise StoryError(_("The story is not public in this language."))
    return sheet_of(page, place)


def as_site_html(key: UUID, language: str) -> str:
    """The body of the story as the site shows it, without the shell."""
    sheet = _sheet(key, language, Place.SITE)
    with in_words_of(language):
        return render_to_string("publishing/story/parts.html", {"sheet": sheet})


def as_mail_html(key: UUID, language: str) -> str:
    """The block of a letter: cover, title, standfirst, the way to the story."""
    sheet = _sheet(key, language, Place.MAIL)
    with in_words_of(language):
        return letters.mail_html(sheet)


def as_wechat_html(key: UUID, language: str) -> str:
    """The article for an Official Account, inline styles alone. Pictures have the site's
    addresses: whoever uploads them puts WeChat's in their place.
    """
    sheet = _sheet(key, language, Place.WECHAT)
    with in_words_of(language):
        return letters.wechat_html(sheet)


def as_journal_text(key: UUID, language: str, marks: Mapping[int, str] | None = None) -> str:
    """Paragraphs in plain text, headings marked ``# ``; ``marks`` stand where those pictures do,
    by id.
    """
    sheet = _sheet(key, language, Place.JOURNAL)
    with in_words_of(language):
        return plain.journal_text(sheet, marks)


def journal_pictures(key: UUID, language: str) -> list[Shot]:
    """The pictures of a story that may stand in the journal, its cover first, each once."""
    sheet = _sheet(key, language, Place.JOURNAL)
    shots = [sheet.cover] if sheet.cover else []
    for part in sheet.parts:
        shots += part.holds["shots"] if part.kind == "gallery" else []
    return list({shot.picture.pk: shot for shot in reversed(shots)}.values())[::-1]


def as_text_message(key: UUID, language: str) -> str:
    """Title and short link."""
    return plain.text_message(_sheet(key, language, Place.MAIL).page)
