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
    addressed = [(item, address_of(item)) for item in menu.values()]
    shown = [(item, url) for item, url in addressed if url and can(user, item.permission)]
    # the longest address that leads here: a page below another entry's lights its own alone
    here = max((url for _item, url in shown if _leads_to(url, path)), key=len, default=None)
    return [
        (item.group, item, Entry(item.key, item.label, item.icon, url, url == here))
        for item, url in shown
    ]


def _leads_to(url: str, path: str) -> bool:
    return path == url if url == "/office/" else bool(path) and path.startswith(url)


def side_menu(user: User | AnonymousUser, path: str) -> list[tuple[_StrOrPromise, list[Entry]]]:
    """The groups with their entries, empty groups left out."""
    known = entries(user, path)
    groups = []
    for key, label in GROUPS.items():
        own = [entry for group, _, entry in known if group == key]
        if own:
            groups.append((label, own))
    return groups
