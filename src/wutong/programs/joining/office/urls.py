"""Addresses of applications, under /office/people/applications/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.joining.office import views

urlpatterns = [
    path("", views.ApplicationListView.as_view(), name="joining-applications"),
    path("<uuid:pk>/", views.ApplicationView.as_view(), name="joining-application"),
    path("invite/<int:pk>/", views.InviteView.as_view(), name="joining-invite"),
]
