"""Addresses under /praise/ and /en/praise/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.press.site import views

app_name = "praise"
urlpatterns = [path("", views.PraiseView.as_view(), name="wall")]
