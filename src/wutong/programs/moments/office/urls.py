"""Addresses under /office/moments/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.moments.office import capsules, previewing, views

urlpatterns = [
    path("", views.CalendarView.as_view(), name="moments-calendar"),
    path("silence/", views.SilenceView.as_view(), name="moments-silence"),
    path("plans/", views.MomentListView.as_view(), name="moments-list"),
    path("plans/new/", views.KindView.as_view(), name="moments-kinds"),
    path("plans/new/<str:kind>/", views.MomentNewView.as_view(), name="moments-new"),
    path("plans/<int:pk>/", views.MomentView.as_view(), name="moments-detail"),
    path("plans/<int:pk>/edit/", views.MomentEditView.as_view(), name="moments-edit"),
    path("plans/<int:pk>/do/", views.MomentDo.as_view(), name="moments-do"),
    path("plans/<int:pk>/preview/", previewing.MomentPreview.as_view(), name="moments-preview"),
    path(
        "plans/<int:pk>/preview/letter/",
        previewing.MomentPreviewFrame.as_view(),
        name="moments-preview-frame",
    ),
    path("history/", views.HistoryListView.as_view(), name="moments-history"),
    path("letters/", capsules.CapsuleListView.as_view(), name="moments-capsules"),
    path("letters/new/", capsules.CapsuleNewView.as_view(), name="moments-capsule-new"),
    path("letters/<int:pk>/", capsules.CapsuleView.as_view(), name="moments-capsule"),
    path("letters/<int:pk>/do/", capsules.CapsuleDo.as_view(), name="moments-capsule-do"),
    path("birthdays/<int:pk>/", capsules.BirthdayView.as_view(), name="moments-birthday"),
]
