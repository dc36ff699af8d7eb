"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import reverse


def queue_url() -> str:
    """What has to be decided, the longest waiting first."""
    return f"{reverse('office:comments-list')}?waiting=true"


def comment_url(comment_id: int) -> str:
    """One comment."""
    return reverse("office:comments-detail", args=[comment_id])


def house_url() -> str:
    """The switch."""
    return reverse("office:comments-house")
