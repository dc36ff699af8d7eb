"""Reading stories: one, many, those that belong to a topic; for pages and for other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from wutong.programs.publishing.enums import Place
from wutong.programs.publishing.models import Correction, OrganisationSite, StoryPage
from wutong.programs.publishing.rendering.parts import Shot, pictures_of, shot_of
from wutong.programs.publishing.rendering.plain import words_of
from wutong.programs.publishing.rendering.texts import addressed, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True)
class Topic:
    """A topic (专题): its key over languages, name and address in the story's language."""

    key: UUID
    title: str
    path: str


@dataclass(frozen=True)
class Story:
    """A public story in one language. ``key`` is the same in every language; ``path`` is its
    address on the site; ``cover`` is None where there is none, or none that may be shown; ``site``
    are the pages of the organisation it was written for, None for the house's own.
    """

    key: UUID
    language: str
    title: str
    standfirst: str
    author: str
    path: str
    published_at: datetime
    corrected_at: datetime | None
    cover: Shot | None
    plain_text: str
    words: int
    topics: tuple[Topic, ...]
    page_id: int
    on_house: bool = True
    site: OrganisationSite | None = None


def live_pages(language: str | None = None) -> QuerySet[StoryPage]:
    """Pages of the house's public stories, the latest first: its own, and those of organisations
    that it has taken up.
    """
    return _latest(StoryPage.objects.filter(live=True, on_house=True), language)


def site_pages(language: str | None = None, site: int | None = None) -> QuerySet[StoryPage]:
    """Pages of public stories of one organisation's pages, or of all that are open, the latest
    first.
    """
    rows = StoryPage.objects.filter(live=True, site__closed_at=None)
    rows = rows.filter(site__isnull=False) if site is None else rows.filter(site=site)
    return _latest(rows, language)


def _latest(rows: QuerySet[StoryPage], language: str | None) -> QuerySet[StoryPage]:
    rows = rows.select_related("locale")
    if language is not None:
        rows = rows.filter(locale__language_code=language)
    return rows.order_by("-first_published_at", "-pk")


def topics_of(pages: Iterable[StoryPage]) -> dict[int, list[Topic]]:
    """The public topics of many stories: one query."""
    found: dict[int, list[Topic]] = {}
    rows = StoryPage.topics.through.objects.filter(
        storypage__in=[page.pk for page in pages], topicpage__live=True
    ).select_related("topicpage__locale")
    for row in rows.order_by("topicpage__title"):
        topic = row.topicpage
        found.setdefault(row.storypage_id, []).append(
            Topic(topic.translation_key, topic.title, addressed(topic))
        )
    return found


def corrections_of(key: UUID) -> list[Correction]:
    """What was corrected, in order."""
    return list(Correction.objects.filter(key=key))


def story_of_pages(pages: Iterable[StoryPage]) -> Iterator[Story]:
    """Many stories in five queries, one more where some are of organisations' pages."""
    listed = list(pages)
    topics = topics_of(listed)
    corrected: dict[UUID, datetime] = dict(
        Correction.objects.filter(key__in={page.translation_key for page in listed})
        .order_by("at")
        .values_list("key", "at")
    )
    covers = pictures_of({page.cover_id for page in listed if page.cover_id}, Place.SITE)
    of_sites = {page.site_id for page in listed if page.site_id}
    sites = OrganisationSite.objects.in_bulk(of_sites) if of_sites else {}
    for page in listed:
        text = words_of(page)
        yield Story(
            key=page.translation_key,
            language=page.language,
            title=page.title,
            standfirst=page.standfirst,
            author=page.byline,
            path=addressed(page),
            published_at=page.first_published_at,
            corrected_at=corrected.get(page.translation_key),
            cover=shot_of(covers.get(page.cover_id), page.language) if page.cover_id else None,
            plain_text=text,
            words=words_in(text),
            topics=tuple(topics.get(page.pk, ())),
            page_id=page.pk,
            on_house=page.on_house,
            site=sites.get(page.site_id),
        )


def page_of(key: UUID, language: str, *, live: bool = True) -> StoryPage | None:
    """The page of a story in one language."""
    rows: QuerySet[StoryPage] = StoryPage.objects.select_related("locale").filter(
        translation_key=key, locale__language_code=language
    )
    return (rows.filter(live=True) if live else rows).first()


def pages_of(key: UUID) -> dict[str, StoryPage]:
    """Its pages by language, drafts too, Chinese first."""
    rows = StoryPage.objects.select_related("locale", "site").filter(translation_key=key)
    by_code = {row.language: row for row in rows}
    return {code: by_code[code] for code in LANGUAGES if code in by_code}


def latest(page: StoryPage) -> StoryPage:
    """As it was last saved, published or not."""
    drafted: StoryPage = page.get_latest_revision_as_object()
    return drafted


def in_words_of(language: str) -> translation.override:
    """While this runs, the room's own words are in the story's language."""
    return translation.override(language or settings.LANGUAGE_CODE)
