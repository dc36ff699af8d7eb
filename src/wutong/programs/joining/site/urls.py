"""Addresses of joining, under /join/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.joining.site import applied, views

urlpatterns = [
    path("", views.StartView.as_view(), name="joining-start"),
    path("register/", views.RegisterView.as_view(), name="joining-register"),
    path("campus/", views.CampusView.as_view(), name="joining-campus"),
    path("back/", views.BackView.as_view(), name="joining-back"),
    path("back/fact/", views.FactView.as_view(), name="joining-fact"),
    path("code/", views.CodeView.as_view(), name="joining-code"),
    path("papers/", applied.PapersView.as_view(), name="joining-papers"),
    path("welcome/", applied.WelcomeView.as_view(), name="joining-welcome"),
    path("i/<str:token>/", applied.InvitationView.as_view(), name="joining-invitation"),
    path("s/<str:token>/", applied.StatusView.as_view(), name="joining-status"),
]
