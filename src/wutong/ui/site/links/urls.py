"""Addresses under /a/."""

from __future__ import annotations

from django.urls import path

from wutong.ui.site.links.views import LinkView

app_name = "links"
urlpatterns = [path("<str:token>", LinkView.as_view(), name="answer")]
