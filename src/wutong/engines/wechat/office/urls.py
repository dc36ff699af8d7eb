"""Addresses under /office/wechat/."""

from __future__ import annotations

from django.urls import path

from wutong.engines.wechat.office import views

urlpatterns = [
    path("", views.FanList.as_view(), name="wechat-fans"),
    path("person/<int:pk>/link/", views.BindingLink.as_view(), name="wechat-link"),
]
