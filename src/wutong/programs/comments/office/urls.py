"""Addresses under /office/comments/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.comments.office import house, lists, views

urlpatterns = [
    path("", lists.CommentListView.as_view(), name="comments-list"),
    path("house/", house.HouseView.as_view(), name="comments-house"),
    path("close/", house.CloseView.as_view(), name="comments-close"),
    path("story/<uuid:key>/", house.ThreadView.as_view(), name="comments-thread"),
    path("of/<int:pk>/", views.OfPersonView.as_view(), name="comments-of"),
    path("<int:pk>/", views.CommentView.as_view(), name="comments-detail"),
    path("<int:pk>/do/", views.CommentDo.as_view(), name="comments-do"),
]
