"""The side menu as one user sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from wutong.platform.access.public import can
from wutong.ui.office.registry import GROUPS, MenuItem, menu

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User


@dataclass(frozen=True)
class Entry:
    """A menu item with its address, and whether the page shown belongs to it."""

    key: str
    label: _StrOrPromise
    icon: str
    url: str
    current: bool


def address_of(item: MenuItem) -> str:
    """Where an item leads; "" while its page does not exist."""
    if item.url:
        return item.url
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return ""


def entries(user: User | AnonymousUser, path: str = "") -> list[tuple[str, MenuItem, Entry]]:
    """Every item ``user`` may open, as (group, item, entry)."""
    found = []
    for item in menu.values():
        url = address_of(item)
        if url and can(user, item.permission):
            current = path == url if url == "/office/" else bool(path) and path.startswith(url)
            found.append((item.group, item, Entry(item.key, item.label, item.icon, url, current)))
    return found


def side_menu(user: User | AnonymousUser, path: str) -> list[tuple[_StrOrPromise, list[Entry]]]:
    """The groups with their entries, empty groups left out."""
    known = entries(user, path)
    groups = []
    for key, label in GROUPS.items():
        own = [entry for group, _, entry in known if group == key]
        if own:
            groups.append((label, own))
    return groups
