"""Every list of the office by its key, so that exports and saved views find it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from wutong.ui.office.lists.view import OfficeListView


@dataclass(frozen=True)
class ListEntry:
    """A list view under its ``list_key``."""

    key: str
    view: type[OfficeListView[Any]]


lists: Registry[ListEntry] = Registry("office lists")
V = TypeVar("V", bound="type[OfficeListView[Any]]")


def register_list(view: V) -> V:
    """Class decorator: makes a list known under its ``list_key``."""
    lists.register(view.list_key, ListEntry(view.list_key, view))
    return view
