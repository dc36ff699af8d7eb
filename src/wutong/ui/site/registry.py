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
    The bar shows at most four. ``audience``: some pages are only for those who are signed in, some
    (joining) only for those who are not.
    """

    label: _StrOrPromise
    icon: str
    path: str
    where: frozenset[Literal["head", "bar"]] = frozenset({"head", "bar"})
    prefixed: bool = True
    audience: Literal["everybody", "signed in", "visitors"] = "everybody"


site_items: Registry[SiteItem] = Registry("site items")
