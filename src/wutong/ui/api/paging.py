"""Pages by position, not by number: what is added or removed in between moves nothing."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Annotated, Generic, TypeVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Field, Schema

from wutong.ui.api.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
M = TypeVar("M")
LARGEST = 100
Limit = Annotated[
    int, Field(ge=1, le=LARGEST, description=gettext_noop("How many at most, 1 to 100."))
]
After = Annotated[
    str,
    Field(
        max_length=400,
        description=gettext_noop("`next` of the page before; without it the first page."),
    ),
]


class Page(Schema, Generic[T]):
    """A page of a list. `next` leads to the following one; null on the last."""

    items: list[T]
    next: str | None


def position(after: str, *types: type) -> list[str | int] | None:
    """What `cursor` wrote; None for the first page. Raises a problem for what it did not write."""
    if not after:
        return None
    try:
        padded = after + "=" * (-len(after) % 4)
        found = json.loads(base64.urlsafe_b64decode(padded.encode()))
    except (ValueError, binascii.Error, UnicodeError, RecursionError):
        found = None
    fits = (
        isinstance(found, list)
        and len(found) == len(types)
        and all(type(part) is kind for part, kind in zip(found, types, strict=True))
        and all(not isinstance(part, int) or abs(part) < 2**63 for part in found)
        and all(not isinstance(part, str) or "\0" not in part for part in found)
    )
    if not fits:
        detail = _("This is not the `next` of a page of this list.")
        raise Problem("invalid", errors=[{"detail": str(detail), "parameter": "after"}])
    return list(found)


def cursor(*parts: str | int) -> str:
    """An opaque text for a position."""
    packed = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def cut(
    rows: Sequence[M], limit: int, where: Callable[[M], tuple[str | int, ...]]
) -> tuple[list[M], str | None]:
    """The first ``limit`` of rows, of which one more was fetched, and the cursor of the rest."""
    kept = list(rows[:limit])
    return kept, cursor(*where(kept[-1])) if len(rows) > limit else None
