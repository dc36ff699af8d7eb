"""Addresses of imports."""

from __future__ import annotations

from django.urls import path

from wutong.ui.office.imports import sources, views
from wutong.ui.office.imports.lists import ImportListView
from wutong.ui.office.imports.samples import ImportSampleView

urlpatterns = [
    path("", ImportListView.as_view(), name="imports-list"),
    path("sources/", sources.SourceListView.as_view(), name="imports-sources"),
    path("sources/new/", sources.SourceNewView.as_view(), name="imports-source-new"),
    path("sources/<int:pk>/", sources.SourceDetailView.as_view(), name="imports-source"),
    path("sources/<int:pk>/edit/", sources.SourceEditView.as_view(), name="imports-source-edit"),
    path("sources/<int:pk>/do/", sources.SourceDoView.as_view(), name="imports-source-do"),
    path("new/", views.ImportNewView.as_view(), name="imports-new"),
    path(
        "sample/<str:importer>.<str:file_format>", ImportSampleView.as_view(), name="imports-sample"
    ),
    path("<uuid:pk>/", views.ImportView.as_view(), name="imports-detail"),
    path("<uuid:pk>/live/", views.ImportLiveView.as_view(), name="imports-live"),
    path("<uuid:pk>/columns/", views.ImportColumnsView.as_view(), name="imports-columns"),
    path("<uuid:pk>/sheet/", views.ImportSheetView.as_view(), name="imports-sheet"),
    path("<uuid:pk>/check/", views.ImportCheckView.as_view(), name="imports-check"),
    path("<uuid:pk>/words/", views.ImportWordsView.as_view(), name="imports-words"),
    path("<uuid:pk>/choose/", views.ImportChooseView.as_view(), name="imports-choose"),
    path("<uuid:pk>/enter/", views.ImportEnterView.as_view(), name="imports-enter"),
    path("<uuid:pk>/undo/", views.ImportUndoView.as_view(), name="imports-undo"),
    path("<uuid:pk>/discard/", views.ImportDiscardView.as_view(), name="imports-discard"),
    path("<uuid:pk>/rows/", views.ImportRowsFileView.as_view(), name="imports-rows"),
]
