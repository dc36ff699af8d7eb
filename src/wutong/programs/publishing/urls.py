"""The public site: pages and papers of the newsroom, in both languages."""

from __future__ import annotations

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.documents import urls as wagtaildocs_urls

from wutong.programs.publishing.site.about import about_view
from wutong.programs.publishing.site.archive import archive_view, people_view
from wutong.programs.publishing.site.reader import story_view
from wutong.programs.publishing.site.sites import (
    about_site_view,
    site_story_view,
    site_view,
    sites_view,
    stories_view,
)
from wutong.ui.signin import public as doors

urlpatterns = [
    # Wagtail's own log-in for readers stays reachable unless something stands before it.
    path("_util/login/", doors.to_sign_in),
    path("papers/", include(wagtaildocs_urls)),
    path("about/", about_view, name="publishing-about"),
    path("stories/archive/", archive_view, name="publishing-archive"),
    path("stories/archive/<int:year>/", archive_view, name="publishing-archive-year"),
    path("stories/archive/<int:year>/<int:month>/", archive_view, name="publishing-archive-month"),
    path("stories/people/", people_view, name="publishing-people"),
    path("stories/<slug:slug>/", story_view, name="publishing-story"),
    path("sites/", sites_view, name="publishing-sites"),
    path("sites/<slug:slug>/", site_view, name="publishing-site"),
    path("sites/<slug:slug>/stories/", stories_view, name="publishing-site-stories"),
    path("sites/<slug:slug>/about/", about_site_view, name="publishing-site-about"),
    path("sites/<slug:slug>/<slug:story>/", site_story_view, name="publishing-site-story"),
    path("", include(wagtail_urls)),
]
