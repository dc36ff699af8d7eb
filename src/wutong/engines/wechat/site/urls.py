"""Addresses under /wechat/ for people: tying an account to a record."""

from __future__ import annotations

from django.urls import path

from wutong.engines.wechat.site.views import BackView, BindView

app_name = "wechat"
urlpatterns = [
    path("bind/<str:token>", BindView.as_view(), name="bind"),
    path("back", BackView.as_view(), name="back"),
]
