"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import reverse


def issues_url() -> str:
    """Every issue."""
    return reverse("office:journal-list")


def issue_url(issue_id: int) -> str:
    """One issue."""
    return reverse("office:journal-detail", args=[issue_id])


def returns_url() -> str:
    """What came back."""
    return reverse("office:journal-returns")


def copies_url(issue_id: int, channel: str = "") -> str:
    """The ledger of an issue."""
    more = f"&channel={channel}" if channel else ""
    return f"{reverse('office:journal-copies')}?issue={issue_id}{more}"
