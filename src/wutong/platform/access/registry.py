"""Named permissions and the scopers of each model, registered by the rooms that own them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model, QuerySet
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Scopes:
    """How far somebody sees.

    ``everything``: the whole university; else only what ``colleges`` (codes) and
    ``organisations`` (keys, as text) cover, which may be nothing. ``cleared``: may see records graded sensitive. ``user_id`` for "own".
    """

    everything: bool = False
    colleges: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    cleared: bool = False
    user_id: int | None = None


@dataclass(frozen=True)
class Permission:
    """A named permission: ``room.thing.verb``."""

    code: str
    label: _StrOrPromise


@dataclass(frozen=True)
class ScopeKind:
    """Something a role can be limited to, such as a college.

    ``choices`` gives (ref, name) pairs for a form; ``label_of`` the name of one ref. The room that
    owns the thing registers this under the ``scope_kind`` its scopers understand.
    """

    label: _StrOrPromise
    choices: Callable[[], list[tuple[str, str]]]
    label_of: Callable[[str], str]


Scoper = "Callable[[Scopes, str], QuerySet[Any]]"

permissions: Registry[Permission] = Registry("permissions")
scope_kinds: Registry[ScopeKind] = Registry("scope kinds")
scopers: Registry[Callable[[Scopes, str], QuerySet[Any]]] = Registry("scopers")


def register_permissions(*items: Permission) -> None:
    """Make permissions known; every one used by a view must be."""
    for item in items:
        permissions.register(item.code, item)


def scoper(
    model: type[Model],
) -> Callable[[Callable[[Scopes, str], QuerySet[Any]]], Callable[[Scopes, str], QuerySet[Any]]]:
    """Say which rows of ``model`` a given ``Scopes`` may see for an action."""

    def remember(
        function: Callable[[Scopes, str], QuerySet[Any]],
    ) -> Callable[[Scopes, str], QuerySet[Any]]:
        scopers.register(model._meta.label, function)
        return function

    return remember
