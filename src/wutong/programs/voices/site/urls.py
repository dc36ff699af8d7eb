"""Addresses under /voices/ and /en/voices/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.voices.site import open_form, views

app_name = "voices"
urlpatterns = [
    path("", views.WallView.as_view(), name="wall"),
    path("college/<slug:code>/", views.WallView.as_view(), name="college"),
    path("<int:pk>/", views.VoiceView.as_view(), name="voice"),
    path("<int:pk>/picture", views.PictureView.as_view(), name="picture"),
    path("<slug:call>/", views.WallView.as_view(), name="call"),
    path("<slug:call>/write/", open_form.OpenFormView.as_view(), name="write"),
]
