"""Addresses under /office/groups/."""

from __future__ import annotations

from django.urls import path

from wutong.core.interactions.office import groups

urlpatterns = [
    path("", groups.GroupListView.as_view(), name="groups-list"),
    path("add/", groups.GroupAddView.as_view(), name="groups-add"),
    path("tell/", groups.NoticeAddView.as_view(), name="groups-tell"),
    path("reads/", groups.ReadListView.as_view(), name="groups-reads"),
    path("<int:pk>/", groups.GroupView.as_view(), name="groups-group"),
]
