"""Addresses under /verify/."""

from __future__ import annotations

from django.urls import path

from wutong.ui.site.verify.views import VerifyView

app_name = "verify"
urlpatterns = [
    path("", VerifyView.as_view(), name="form"),
    path("<str:code>", VerifyView.as_view(), name="answer"),
]
