"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import reverse


def letters_url() -> str:
    """The register."""
    return reverse("office:letters-list")


def letter_url(letter_id: int) -> str:
    """One letter."""
    return reverse("office:letters-detail", args=[letter_id])


def letter_for_url(person_id: int) -> str:
    """Where a letter that concerns a person is begun."""
    return f"{reverse('office:letters-new')}?person={person_id}"


def letter_to_url(organisation_id: int) -> str:
    """Where a letter to an organisation is begun."""
    return f"{reverse('office:letters-new')}?organisation={organisation_id}"


def templates_url() -> str:
    """The texts letters start from."""
    return reverse("office:letters-templates")
