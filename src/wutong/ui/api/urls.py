"""The API and the page that describes it, under /api/."""

from __future__ import annotations

from django.urls import include, path

from wutong.ui.api.building import patterns
from wutong.ui.api.docs import DocsView, SchemaView

urlpatterns = [
    path("", DocsView.as_view(), name="api"),
    path("docs/", DocsView.as_view(), name="api-docs"),
    path("v1/openapi.json", SchemaView.as_view(), name="api-schema"),
    path("v1/", include((patterns(), "api-v1"))),
]
