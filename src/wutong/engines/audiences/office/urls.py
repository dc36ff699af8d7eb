"""Addresses under /office/segments/."""

from __future__ import annotations

from django.urls import path

from wutong.engines.audiences.office import lists, views

urlpatterns = [
    path("", views.SegmentList.as_view(), name="segments-list"),
    path("new/", views.SegmentBuilder.as_view(), name="segments-new"),
    path("<int:pk>/", views.SegmentDetail.as_view(), name="segments-detail"),
    path("<int:pk>/edit/", views.SegmentBuilder.as_view(), name="segments-edit"),
    path("<int:pk>/people/", views.SegmentPeople.as_view(), name="segments-people"),
    path("<int:pk>/copy/", views.SegmentCopy.as_view(), name="segments-copy"),
    path("<int:pk>/archive/", views.SegmentArchive.as_view(), name="segments-archive"),
    path("lists/", lists.PeopleListList.as_view(), name="segments-lists"),
    path("lists/new/", lists.ListNew.as_view(), name="segments-list-new"),
    path("lists/<int:pk>/", lists.ListDetail.as_view(), name="segments-list-detail"),
    path("lists/<int:pk>/decide/", lists.ListDecide.as_view(), name="segments-list-decide"),
    path("lists/<int:pk>/export/", lists.ListExport.as_view(), name="segments-list-export"),
    path("lists/<int:pk>/archive/", lists.ListArchive.as_view(), name="segments-list-archive"),
]
