"""Addresses under /wechat/callback, for WeChat alone."""

from __future__ import annotations

from django.urls import path

from wutong.platform.outbox.wechat import views

urlpatterns = [path("callback", views.callback, name="wechat-callback")]
