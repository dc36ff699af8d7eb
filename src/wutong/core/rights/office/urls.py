"""Addresses of the rights desk, under /office/privacy/."""

from __future__ import annotations

from django.urls import path

from wutong.core.rights.office import assessing, desk, keeping, transfers

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
    path("assessments/", assessing.AssessmentListView.as_view(), name="privacy-assessments"),
    path("assessments/new/", assessing.AssessmentNewView.as_view(), name="privacy-assessment-new"),
    path("assessments/<int:pk>/", assessing.AssessmentView.as_view(), name="privacy-assessment"),
    path(
        "assessments/<int:pk>/edit/",
        assessing.AssessmentEditView.as_view(),
        name="privacy-assessment-edit",
    ),
    path("transfers/", transfers.TransferListView.as_view(), name="privacy-transfers"),
    path("transfers/new/", transfers.TransferNewView.as_view(), name="privacy-transfer-new"),
    path("transfers/<int:pk>/", transfers.TransferEditView.as_view(), name="privacy-transfer"),
    path("texts/", keeping.TextListView.as_view(), name="privacy-texts"),
]
