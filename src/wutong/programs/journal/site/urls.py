"""Addresses under /journal/ and /en/journal/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.journal.site import views

app_name = "journal"
urlpatterns = [
    path("", views.ArchiveView.as_view(), name="archive"),
    path("<int:number>/", views.IssueView.as_view(), name="issue"),
    path("<int:number>/cover", views.CoverView.as_view(), name="cover"),
    path("<int:number>/pictures/<int:pk>", views.PictureView.as_view(), name="picture"),
    path(
        "<int:number>/pictures/story/<int:pk>",
        views.StoryPictureView.as_view(),
        name="story_picture",
    ),
    path("<int:number>/paper.pdf", views.PaperView.as_view(), name="paper"),
]
