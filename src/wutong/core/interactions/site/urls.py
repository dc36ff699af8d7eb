"""Addresses under /w/: the short links of WeChat groups."""

from __future__ import annotations

from django.urls import path

from wutong.core.interactions.site.views import follow

urlpatterns = [path("<slug:code>", follow, name="group-link")]
