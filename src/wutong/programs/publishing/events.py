"""What others may want to know about stories; told in the transaction that changes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from wutong.kernel.registry import Registry
from wutong.programs.publishing.enums import StoryChange

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

__all__ = ["PictureListener", "StoryChange", "StoryChanged", "StoryListener", "picture_listeners", "site_listeners", "story_listeners"]  # fmt: skip


@dataclass(frozen=True)
class StoryChanged:
    """``key`` is the story over its languages; ``languages`` are those concerned."""

    key: UUID
    change: StoryChange
    languages: tuple[str, ...] = ()


class StoryListener(Protocol):
    """Told of every change of a story that readers can see."""

    def __call__(self, event: StoryChanged) -> None: ...


class PictureListener(Protocol):
    """Told that a picture may no longer be shown somewhere (on any page of the site, too)."""

    def __call__(self, picture_id: int) -> None: ...


story_listeners: Registry[StoryListener] = Registry("story listeners")
picture_listeners: Registry[PictureListener] = Registry("picture listeners")
site_listeners: Registry[Callable[[int], None]] = Registry("site listeners")
"""Told, by the id of the pages of an organisation, that they changed, opened or closed."""


def tell(event: StoryChanged) -> None:
    """Everybody who listens."""
    for listener in story_listeners:
        listener(event)
