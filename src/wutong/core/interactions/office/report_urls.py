"""Addresses under /office/reports/."""

from __future__ import annotations

from django.urls import path

from wutong.core.interactions.office import reports

urlpatterns = [
    path("", reports.ReportListView.as_view(), name="reports-list"),
    path("new/", reports.ReportNewView.as_view(), name="reports-new"),
    path("<int:pk>/", reports.ReportView.as_view(), name="reports-detail"),
    path("<int:pk>/edit/", reports.ReportEditView.as_view(), name="reports-edit"),
    path("<int:pk>/step/", reports.StepView.as_view(), name="reports-step"),
]
