"""Addresses under /me/comments/."""

from __future__ import annotations

from django.urls import path

from wutong.programs.comments.site import own

urlpatterns = [path("", own.OwnView.as_view(), name="comments-own")]
