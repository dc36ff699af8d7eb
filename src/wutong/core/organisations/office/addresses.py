"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import reverse


def organisation_url(organisation_id: int) -> str:
    """An organisation's page."""
    return reverse("office:organisations-detail", args=[organisation_id])


def organisations_url() -> str:
    """The list of organisations."""
    return reverse("office:organisations-list")


def members_url(organisation_id: int) -> str:
    """The members of one organisation as a list."""
    return f"{reverse('office:organisations-members')}?organisation={organisation_id}"


def appointment_url(appointment_id: int) -> str:
    """An appointment's page."""
    return reverse("office:appointments-detail", args=[appointment_id])


def appointments_url() -> str:
    """The list of appointments."""
    return reverse("office:appointments-list")


def batch_url(batch_id: int) -> str:
    """A batch's page."""
    return reverse("office:appointments-batch", args=[batch_id])


def person_url(person_id: int) -> str:
    """A person's page."""
    return reverse("office:people-detail", args=[person_id])
