"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import reverse


def calendar_url() -> str:
    """The year."""
    return reverse("office:moments-calendar")


def plans_url() -> str:
    """Every plan."""
    return reverse("office:moments-list")


def moment_url(moment_id: int) -> str:
    """One plan."""
    return reverse("office:moments-detail", args=[moment_id])


def capsules_url() -> str:
    """Letters to the future."""
    return reverse("office:moments-capsules")


def capsule_url(capsule_id: int) -> str:
    """One letter to the future."""
    return reverse("office:moments-capsule", args=[capsule_id])


def capsule_for_url(person_id: int) -> str:
    """Where somebody's letter to the future is entered or asked for."""
    return f"{reverse('office:moments-capsule-new')}?person={person_id}"
