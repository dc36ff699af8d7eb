"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import reverse


def posts_url(**query: object) -> str:
    """Every post, filtered."""
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse("office:posts-list") + (f"?{asked}" if asked else "")


def post_url(post_id: int) -> str:
    """One post."""
    return reverse("office:posts-detail", args=[post_id])


def accounts_url() -> str:
    """Every channel."""
    return reverse("office:posts-accounts")


def account_url(account_id: int) -> str:
    """One channel."""
    return reverse("office:posts-account", args=[account_id])
