"""What rooms add to the workplace: menu, to-dos, home panels, sources of the one search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import pgettext_lazy

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User

GROUPS: dict[str, _StrOrPromise] = {
    "work": pgettext_lazy("menu group", "Work"),
    "people": pgettext_lazy("menu group", "People"),
    "organisations": pgettext_lazy("menu group", "Organisations"),
    "records": pgettext_lazy("menu group", "Upkeep of records"),
    "messages": pgettext_lazy("menu group", "Messages"),
    "account": pgettext_lazy("menu group", "Account"),
    "publishing": pgettext_lazy("menu group", "Publishing"),
    "governance": pgettext_lazy("menu group", "Governance"),
}


@dataclass(frozen=True)
class MenuItem:
    """A page of the side menu, shown to those who hold ``permission``.

    ``group`` is a key of ``GROUPS``; ``url_name`` is full ("office:people-list"), ``url`` a
    plain address instead where the page belongs to another part (the newsroom).
    """

    key: str
    label: _StrOrPromise
    icon: str
    url_name: str
    permission: str
    group: str
    order: int = 100
    url: str = ""


@dataclass(frozen=True)
class Todo:
    """Something a person has to do: what, where, until when; ``kind`` says who asks."""

    title: str
    url: str
    due: date | datetime | None = None
    kind: str = ""
    needs_second_person: bool = False


@dataclass(frozen=True)
class HomePanel:
    """A part of the home page: a template with the context for a user; None leaves it out."""

    template: str
    context: Callable[[User], dict[str, Any] | None]
    permission: str
    order: int = 100
    wide: bool = False


@dataclass(frozen=True)
class SearchHit:
    """One answer of the search."""

    title: str
    subtitle: str
    url: str
    icon: str = "file"


@dataclass(frozen=True)
class SearchSource:
    """Where the one search looks; ``search(user, text, limit)`` returns scoped hits only."""

    label: _StrOrPromise
    permission: str
    search: Callable[[User, str, int], Sequence[SearchHit]]
    order: int = 100
    list_url_name: str = ""
    """The list that shows every hit at ``?q=``."""


class TodoProvider(Protocol):
    """The to-dos of one room for a user, most pressing first."""

    def __call__(self, user: User) -> Iterable[Todo]: ...


class _Menu(Registry[MenuItem]):
    """The side menu; an item knows its own key."""

    def add(self, item: MenuItem) -> MenuItem:
        """Register ``item`` under its own key and order."""
        if item.group not in GROUPS:
            message = f"menu: no group {item.group}"
            raise LookupError(message)
        return self.register(item.key, item, order=item.order)


menu = _Menu("office menu")
todos: Registry[TodoProvider] = Registry("office to-dos")
home_panels: Registry[HomePanel] = Registry("office home panels")
search_sources: Registry[SearchSource] = Registry("office search sources")
