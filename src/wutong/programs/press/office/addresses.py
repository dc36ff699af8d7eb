"""Addresses of this room's pages."""

from __future__ import annotations

from django.urls import reverse


def mentions_url() -> str:
    """The register of reports."""
    return reverse("office:press-mentions")


def mention_url(mention_id: int) -> str:
    """One report."""
    return reverse("office:press-mention", args=[mention_id])


def outlets_url() -> str:
    """The register of outlets."""
    return reverse("office:press-outlets")


def outlet_url(outlet_id: int) -> str:
    """One outlet."""
    return reverse("office:press-outlet", args=[outlet_id])


def honours_url() -> str:
    """The register of praise and honours."""
    return reverse("office:press-honours")


def honour_url(honour_id: int) -> str:
    """One of them."""
    return reverse("office:press-honour", args=[honour_id])
