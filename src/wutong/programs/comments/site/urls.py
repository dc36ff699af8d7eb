"""Addresses under /comments/ and /en/comments/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.comments.site import views

app_name = "comments"
urlpatterns = [
    path("<uuid:key>/", views.ThreadPage.as_view(), name="thread"),
    path("<uuid:key>/write/", views.WriteView.as_view(), name="write"),
    path("<int:pk>/report/", views.ReportView.as_view(), name="report"),
]
