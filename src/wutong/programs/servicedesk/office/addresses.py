"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import reverse


def cases_url() -> str:
    """The list."""
    return reverse("office:cases-list")


def case_url(case_id: int) -> str:
    """One case."""
    return reverse("office:cases-detail", args=[case_id])


def case_for_url(person_id: int) -> str:
    """Where a case of a person is opened."""
    return f"{reverse('office:cases-new')}?person={person_id}"


def case_from_url(message_id: int) -> str:
    """Where a case is opened from a message."""
    return f"{reverse('office:cases-new')}?message={message_id}"
