"""Addresses of this room's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from uuid import UUID


def story_url(key: UUID) -> str:
    """One story."""
    return reverse("office:stories-detail", args=[key])


def everywhere_url(key: UUID) -> str:
    """One story in every form."""
    return reverse("office:stories-everywhere", args=[key])


def gallery_url(key: UUID) -> str:
    """The pictures of one story."""
    return reverse("office:stories-gallery", args=[key])


def picture_url(picture_id: int) -> str:
    """One picture."""
    return reverse("office:stories-picture", args=[picture_id])


def edit_url(page_id: int) -> str:
    """One language of a story in the newsroom's editor."""
    return f"/newsroom/pages/{page_id}/edit/"
