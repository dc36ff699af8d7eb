"""The board behind a liaison's link, under /class/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.rosters.site import views

urlpatterns = [
    path("<str:token>/", views.BoardView.as_view(), name="roster-board"),
    path("<str:token>/<int:person>/", views.ClassmateView.as_view(), name="roster-classmate"),
]
