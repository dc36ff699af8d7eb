"""Addresses under /office/voices/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.voices.office import lists, views

urlpatterns = [
    path("", lists.CallListView.as_view(), name="voices-list"),
    path("new/", views.CallNewView.as_view(), name="voices-new"),
    path("entries/", lists.EntryListView.as_view(), name="voices-entries"),
    path("entries/<int:pk>/", views.EntryView.as_view(), name="voices-entry"),
    path("entries/<int:pk>/do/", views.EntryDo.as_view(), name="voices-do"),
    path("entries/<int:pk>/picture/", views.EntryPictureView.as_view(), name="voices-picture"),
    path("<int:pk>/", views.CallView.as_view(), name="voices-call"),
    path("<int:pk>/edit/", views.CallEditView.as_view(), name="voices-edit"),
    path("<int:pk>/letter/", views.CallLetterView.as_view(), name="voices-letter"),
]
