"""Addresses without a language: pictures, and short links to stories."""

from __future__ import annotations

from django.urls import path, re_path

from wutong.programs.publishing.site.pictures import picture_view
from wutong.programs.publishing.site.reader import short_view

urlpatterns = [
    re_path(r"^media/images/(?P<name>[^/]+)$", picture_view, name="publishing-picture"),
    path("s/<str:code>", short_view, name="publishing-short"),
]
