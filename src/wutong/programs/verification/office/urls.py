"""Addresses under /office/verification/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.verification.office import lists, views

urlpatterns = [
    path("", lists.UnitListView.as_view(), name="verification-list"),
    path("new/", views.RoundNewView.as_view(), name="verification-new"),
    path("review/", lists.ReviewListView.as_view(), name="verification-review"),
    path("review/<int:pk>/", views.ReviewView.as_view(), name="verification-change"),
    path("<int:pk>/", views.ListDetailView.as_view(), name="verification-detail"),
    path("<int:pk>/answer/", views.AnswerView.as_view(), name="verification-answer"),
    path("<int:pk>/workbook/", views.WorkbookView.as_view(), name="verification-workbook"),
    path("<int:pk>/sign/", views.SignView.as_view(), name="verification-sign"),
]
