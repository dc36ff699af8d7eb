"""Addresses under /office/praise/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.press.office import honours

urlpatterns = [
    path("", honours.HonourListView.as_view(), name="press-honours"),
    path("new/", honours.HonourNewView.as_view(), name="press-honour-new"),
    path("<int:pk>/", honours.HonourView.as_view(), name="press-honour"),
    path("<int:pk>/edit/", honours.HonourEditView.as_view(), name="press-honour-edit"),
    path("<int:pk>/do/", honours.HonourDo.as_view(), name="press-honour-do"),
    path("<int:pk>/scan/", honours.ScanView.as_view(), name="press-scan"),
]
