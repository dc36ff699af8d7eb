"""Addresses under /office/graduation/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.graduation.office import lists, views

urlpatterns = [
    path("", lists.IntakeListView.as_view(), name="graduation-list"),
    path("new/", views.IntakeNewView.as_view(), name="graduation-new"),
    path("<int:pk>/", views.IntakeDetailView.as_view(), name="graduation-detail"),
    path("<int:pk>/choices/", views.IntakeChoicesView.as_view(), name="graduation-choices"),
    path("<int:pk>/start/", views.IntakeStartView.as_view(), name="graduation-start"),
    path("<int:pk>/liaison/", views.IntakeLiaisonView.as_view(), name="graduation-liaison"),
    path("<int:pk>/preview/", views.IntakePreviewView.as_view(), name="graduation-preview"),
    path("<int:pk>/undo/", views.IntakeUndoView.as_view(), name="graduation-undo"),
]
