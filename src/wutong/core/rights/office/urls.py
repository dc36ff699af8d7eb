"""Addresses of the rights desk, under /office/privacy/."""

from __future__ import annotations

from django.urls import path

from wutong.core.rights.office import desk, keeping

urlpatterns = [
    path("", desk.CaseListView.as_view(), name="privacy-cases"),
    path("new/", desk.CaseNewView.as_view(), name="privacy-case-new"),
    path("<int:pk>/", desk.CaseDetailView.as_view(), name="privacy-case"),
    path("retention/", keeping.RetentionView.as_view(), name="privacy-retention"),
    path("retention/runs/", keeping.RunListView.as_view(), name="privacy-runs"),
    path("retention/runs/<int:pk>/", keeping.RunView.as_view(), name="privacy-run"),
    path("processors/", keeping.ProcessorListView.as_view(), name="privacy-processors"),
    path("processors/new/", keeping.ProcessorNewView.as_view(), name="privacy-processor-new"),
    path("processors/<int:pk>/", keeping.ProcessorEditView.as_view(), name="privacy-processor"),
    path("texts/", keeping.TextListView.as_view(), name="privacy-texts"),
]
