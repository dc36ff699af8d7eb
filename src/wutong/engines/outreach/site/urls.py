"""Addresses under /m/: what letters carry."""

from __future__ import annotations

from django.urls import path

from wutong.engines.outreach.site import views

app_name = "letter_files"
urlpatterns = [path("<str:code>/<str:name>", views.letter_file, name="file")]
