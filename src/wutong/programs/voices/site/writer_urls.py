"""Addresses under /voices/w/: the writer's own page."""

from __future__ import annotations

from django.urls import path

from wutong.programs.voices.site import writer

app_name = "voices_writer"
urlpatterns = [
    path("<str:token>/", writer.WriterView.as_view(), name="write"),
    path("<str:token>/<int:pk>/picture", writer.OwnPictureView.as_view(), name="picture"),
]
