"""Addresses under /u/."""

from __future__ import annotations

from django.urls import path

from wutong.core.consent.site.views import PreferencesView

app_name = "preferences"
urlpatterns = [path("<str:token>", PreferencesView.as_view(), name="sheet")]
