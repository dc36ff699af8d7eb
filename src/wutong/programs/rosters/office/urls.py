"""Class rosters in the office, under /office/rosters/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.rosters.office import lists, views

urlpatterns = [
    path("", lists.RosterListView.as_view(), name="rosters-list"),
    path("told/", lists.SuggestionListView.as_view(), name="rosters-told"),
    path("lost/", lists.LostListView.as_view(), name="rosters-lost"),
    path("<int:pk>/", views.RosterDetail.as_view(), name="rosters-detail"),
    path("<int:pk>/do/", views.RosterDo.as_view(), name="rosters-do"),
]
