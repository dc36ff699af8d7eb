"""Addresses under /office/segments/."""

from __future__ import annotations

from django.urls import path

from wutong.engines.audiences.office import views

urlpatterns = [
    path("", views.SegmentList.as_view(), name="segments-list"),
    path("new/", views.SegmentBuilder.as_view(), name="segments-new"),
    path("<int:pk>/", views.SegmentDetail.as_view(), name="segments-detail"),
    path("<int:pk>/edit/", views.SegmentBuilder.as_view(), name="segments-edit"),
    path("<int:pk>/archive/", views.SegmentArchive.as_view(), name="segments-archive"),
]
