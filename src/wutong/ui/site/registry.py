"""What rooms add to the public shell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class SiteItem:
    """A public page in the head (``head``), the phone's bottom bar (``bar``), or both.

    ``path`` is without language prefix ("/", "/me/"); ``prefixed`` pages get /en/ in English.
    The bar shows at most four.
    """

    label: _StrOrPromise
    icon: str
    path: str
    where: frozenset[Literal["head", "bar"]] = frozenset({"head", "bar"})
    prefixed: bool = True
    members_only: bool = False


site_items: Registry[SiteItem] = Registry("site items")
