"""What rooms add to the API: their addresses, and what a key may be allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise
    from ninja import Router


@dataclass(frozen=True)
class ApiScope:
    """Something a key may be allowed: ``permissions`` are those of its account that it then has.

    The account must hold them itself: all of ``permissions``, ``optional`` ones where it does.
    """

    code: str
    label: _StrOrPromise
    permissions: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True)
class ApiPart:
    """The addresses of a room; ``label`` heads them on the page of the API."""

    router: Router
    label: _StrOrPromise


api_scopes: Registry[ApiScope] = Registry("API scopes")
api_parts: Registry[ApiPart] = Registry("API parts")


def register_scopes(*scopes: ApiScope, order: int = 100) -> None:
    """Offer scopes for keys, in this order behind those of a lower ``order``."""
    for place, scope in enumerate(scopes):
        api_scopes.register(scope.code, scope, order=order + place)
