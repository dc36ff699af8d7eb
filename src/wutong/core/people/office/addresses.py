"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import reverse


def person_url(person_id: int) -> str:
    """A person's page."""
    return reverse("office:people-detail", args=[person_id])


def list_url() -> str:
    """The list of people."""
    return reverse("office:people-list")
