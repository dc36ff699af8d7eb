"""Addresses of this room's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from uuid import UUID


def person_url(person_id: int) -> str:
    """A person's page."""
    return reverse("office:people-detail", args=[person_id])


def updates_url() -> str:
    """Where a text is pasted."""
    return reverse("office:updates-paste")


def update_for_url(person_id: int) -> str:
    """Where a text about one person is pasted."""
    return f"{updates_url()}?person={person_id}"


def update_url(update_id: UUID) -> str:
    """One update that was taken over."""
    return reverse("office:updates-done", args=[update_id])


def organisation_url(organisation_id: int) -> str:
    """An organisation's page."""
    return reverse("office:organisations-detail", args=[organisation_id])


def reports_url() -> str:
    """The list of contact reports."""
    return reverse("office:reports-list")


def report_url(report_id: int) -> str:
    """One contact report."""
    return reverse("office:reports-detail", args=[report_id])


def report_for_url(person_id: int) -> str:
    """Where a report about a person is written."""
    return f"{reverse('office:reports-new')}?person={person_id}"


def briefing_url(person_id: int) -> str:
    """The briefing sheet of a person."""
    return reverse("office:briefings-person", args=[person_id])


def organisation_briefing_url(organisation_id: int) -> str:
    """The briefing sheet of an organisation."""
    return reverse("office:briefings-organisation", args=[organisation_id])


def organisation_report_url(organisation_id: int) -> str:
    """Where a report about an organisation is written."""
    return f"{reverse('office:reports-new')}?organisation={organisation_id}"


def key_list_url() -> str:
    """The list of key alumni."""
    return reverse("office:key-list")


def key_url(key_id: int) -> str:
    """One place on it."""
    return reverse("office:key-edit", args=[key_id])


def duty_url() -> str:
    """The duty directory."""
    return reverse("office:duty-list")


def duty_entry_url(entry_id: int) -> str:
    """One entry of it."""
    return reverse("office:duty-entry", args=[entry_id])


def groups_url() -> str:
    """The register of WeChat groups."""
    return reverse("office:groups-list")


def group_url(group_id: int) -> str:
    """One group of it."""
    return reverse("office:groups-group", args=[group_id])


def notice_url(notice_id: int) -> str:
    """The links of a notice and how often each was opened."""
    return f"{reverse('office:groups-reads')}?notice={notice_id}"
