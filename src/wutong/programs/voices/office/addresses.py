"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import reverse


def calls_url() -> str:
    """Every call."""
    return reverse("office:voices-list")


def call_url(call_id: int) -> str:
    """One call."""
    return reverse("office:voices-call", args=[call_id])


def queue_url() -> str:
    """What waits for a decision."""
    return f"{reverse('office:voices-entries')}?waiting=true"


def entry_url(entry_id: int) -> str:
    """One entry."""
    return reverse("office:voices-entry", args=[entry_id])
