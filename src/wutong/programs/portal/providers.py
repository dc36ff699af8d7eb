"""What the portal plugs into lower rooms."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from wutong.core.organisations.public import AREA
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.programs.portal import tasks  # noqa: F401 - registers the clock's jobs
from wutong.programs.portal.catalogue import STORIES
from wutong.programs.portal.demo import build
from wutong.programs.portal.describing import describe
from wutong.programs.portal.home import latest_news, meeting_places, newest_issue
from wutong.programs.portal.listening import follow
from wutong.programs.portal.organisations import PATH, Organisations, public_pages_of
from wutong.programs.portal.sites import Sites, on_site
from wutong.programs.portal.stories import Stories, on_picture, on_story
from wutong.programs.publishing.events import (
    picture_listeners,
    site_listeners,
    story_listeners,
)
from wutong.programs.publishing.public import SITES
from wutong.programs.publishing.registry import openers
from wutong.ui.site.registry import (
    Feed,
    HomePart,
    SiteItem,
    content_listeners,
    describers,
    feeds,
    findables,
    home_parts,
    search_pages,
    section_feeds,
    site_items,
)

findables.register(STORIES, Stories(), order=10)
story_listeners.register("portal", on_story)
picture_listeners.register("portal", on_picture)
site_listeners.register("portal", on_site)
section_feeds.register("portal", "/feeds/sites/{slug}.rss")
openers.register("organisation", public_pages_of)
findables.register(AREA, Organisations(), order=30)
findables.register(SITES, Sites(), order=35)
content_listeners.register("portal", follow)
describers.register("portal", describe)
search_pages.register("portal", "/search/")
site_items.register(
    "organisations",
    SiteItem(pgettext_lazy("site", "Organisations"), "building", PATH, where=frozenset({"head"})),
    order=25,
)
STYLE = "portal/home.css"
home_parts.register(
    "news", HomePart("portal/home/latest.html", latest_news, early=True, style=STYLE), order=10
)
home_parts.register(
    "journal", HomePart("portal/home/journal.html", newest_issue, style=STYLE), order=20
)
home_parts.register(
    "places", HomePart("portal/home/places.html", meeting_places, style=STYLE), order=30
)
for _form, _type in (("rss", "rss+xml"), ("atom", "atom+xml"), ("json", "feed+json")):
    feeds.register(
        _form, Feed(f"/feeds/news.{_form}", f"application/{_type}", pgettext_lazy("site", "News"))
    )
demo_parts.register("portal", DemoPart(order=96, build=build))
