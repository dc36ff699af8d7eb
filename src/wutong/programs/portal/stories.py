"""Stories of the newsroom as the public site finds them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import pgettext_lazy

from wutong.programs.portal.catalogue import STORIES
from wutong.programs.publishing.public import (
    LANGUAGES,
    SITES,
    is_of_site,
    published_pages,
    story_of_pages,
)
from wutong.ui.site.public import content_changed, page_changed
from wutong.ui.site.registry import PublicText

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from wutong.programs.publishing.events import StoryChanged
    from wutong.programs.publishing.public import Story

CHUNK = 200
KIND = "story"


class Stories:
    """What `findables` asks for."""

    label = pgettext_lazy("site", "News")
    icon = "newsroom"

    def texts(self, keys: Collection[str] | None = None) -> Iterator[PublicText]:
        """Every public story in every language it is public in."""
        for language in LANGUAGES:
            rows = published_pages(language)
            if keys is not None:
                rows = rows.filter(translation_key__in=list(story_keys(keys)))
            pages = rows.iterator(chunk_size=CHUNK)
            while chunk := list(islice(pages, CHUNK)):
                yield from map(text_of, story_of_pages(chunk))


def mark_of(slug: str) -> str:
    """Under which a story of an organisation's pages is found, as by a topic."""
    return f"site-{slug}"


def story_keys(keys: Collection[str]) -> Iterator[UUID]:
    """Those of the keys that are stories."""
    for key in keys:
        kind, _colon, value = key.partition(":")
        if kind == KIND:
            yield UUID(value)


def text_of(story: Story) -> PublicText:
    """A story as it is found."""
    cover = story.cover
    marks = ((mark_of(story.site.slug), str(story.site)),) if story.site else ()
    return PublicText(
        key=f"{KIND}:{story.key}",
        language=story.language,
        title=story.title,
        path=story.path,
        text=story.plain_text,
        summary=story.standfirst,
        author=story.author,
        topics=(*marks, *((topic.path.strip("/").rpartition("/")[2], topic.title)
                          for topic in story.topics)),
        published_at=story.published_at,
        changed_at=story.corrected_at or story.published_at,
        picture=cover.middle.url if cover is not None else "",
        picture_alt=cover.alt if cover is not None else "",
        schema="NewsArticle",
    )  # fmt: skip


def on_story(event: StoryChanged) -> None:
    """Published, corrected, withdrawn, a picture less; one of an organisation, too."""
    content_changed(STORIES, f"{KIND}:{event.key}")
    if is_of_site(event.key):
        content_changed(SITES, f"{KIND}:{event.key}")


def on_picture(picture_id: int) -> None:
    """A picture may stand on any page."""
    page_changed()
