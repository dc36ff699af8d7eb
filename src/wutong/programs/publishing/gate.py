"""The one door through which stories become public: the reviews."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_open: ContextVar[bool] = ContextVar("stories may be published", default=False)


@contextmanager
def approved() -> Iterator[None]:
    """While this runs a story may be published or taken off."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def is_open() -> bool:
    """Whether whoever publishes came through the reviews."""
    return _open.get()
