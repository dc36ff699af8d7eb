"""The public site: pages and papers of the newsroom, in both languages."""

from __future__ import annotations

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.documents import urls as wagtaildocs_urls

from wutong.programs.publishing.site.reader import story_view
from wutong.ui.signin import public as doors

urlpatterns = [
    # Wagtail's own log-in for readers stays reachable unless something stands before it.
    path("_util/login/", doors.to_sign_in),
    path("papers/", include(wagtaildocs_urls)),
    path("stories/<slug:slug>/", story_view, name="publishing-story"),
    path("", include(wagtail_urls)),
]
