"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import reverse


def leaders_url() -> str:
    """The list of leaders."""
    return reverse("office:wording-leaders")


def terms_url() -> str:
    """The list of words."""
    return reverse("office:wording-terms")


def certificates_url() -> str:
    """The certificates of public fundraising."""
    return reverse("office:wording-certificates")


def findings_url(ref: str) -> str:
    """What was found in one text."""
    return reverse("office:wording-findings", args=[ref])
