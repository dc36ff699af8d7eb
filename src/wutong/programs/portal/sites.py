"""The pages of organisations as the public site finds them: their first pages, and what is written
there and not taken up by the house.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override, pgettext_lazy

from wutong.programs.portal.stories import mark_of, story_keys, text_of
from wutong.programs.publishing.public import (
    LANGUAGES,
    SITES,
    covers_of,
    open_sites,
    site_pages,
    site_path,
    story_of_pages,
)
from wutong.ui.site.public import content_changed
from wutong.ui.site.registry import PublicText

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.db.models import QuerySet

    from wutong.programs.publishing.models import OrganisationSite

KIND = "site"


class Sites:
    """What `findables` asks for."""

    label = pgettext_lazy("site", "Organisations' pages")
    icon = "building"

    def texts(self, keys: Collection[str] | None = None) -> Iterator[PublicText]:
        """First pages and stories, in every language they have."""
        sites = open_sites()
        for language in LANGUAGES:
            with override(language):
                yield from self._first(sites, language, keys)
                yield from self._stories(sites, language, keys)

    def _first(
        self, sites: QuerySet[OrganisationSite], language: str, keys: Collection[str] | None
    ) -> Iterator[PublicText]:
        if keys is not None:
            wanted = [key.partition(":")[2] for key in keys if key.startswith(f"{KIND}:")]
            sites = sites.filter(pk__in=[int(key) for key in wanted if key.isdecimal()])
        rows = list(sites)
        covers = covers_of(rows)
        for row in rows:
            cover = covers.get(row.pk)
            yield PublicText(
                key=f"{KIND}:{row.pk}",
                language=language,
                title=str(row),
                path=site_path(row),
                text=row.words("about"),
                summary=row.words("lead"),
                names=tuple(sorted({row.name_zh, row.name_en})),
                picture=cover.middle.url if cover else "",
                picture_alt=cover.alt if cover else "",
                changed_at=row.opened_at,
                topics=((mark_of(row.slug), str(row)),),
            )

    def _stories(
        self, sites: QuerySet[OrganisationSite], language: str, keys: Collection[str] | None
    ) -> Iterator[PublicText]:
        pages = site_pages(language).filter(on_house=False, site__in=sites.order_by().values("pk"))
        if keys is not None:
            pages = pages.filter(translation_key__in=list(story_keys(keys)))
        yield from map(text_of, story_of_pages(pages))


def on_site(site_id: int) -> None:
    """Opened, closed, written: its first page and all its stories."""
    pages = site_pages(site=site_id).values_list("translation_key", flat=True)
    stories = (f"story:{key}" for key in set(pages))
    closed = not open_sites().filter(pk=site_id).exists()
    content_changed(SITES, *(() if closed else (f"{KIND}:{site_id}", *stories)))
