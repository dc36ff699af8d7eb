"""Addresses under /sms/, for the clouds alone."""

from __future__ import annotations

from django.urls import path

from wutong.platform.outbox.sms import views

urlpatterns = [path("<str:token>/<str:gateway>/<str:what>", views.push, name="sms-push")]
