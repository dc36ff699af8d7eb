"""What upper rooms plug in: copies of stories they hold, ways to make one, pages that names open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.utils.functional import _StrOrPromise

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User


@dataclass(frozen=True)
class StoryCopy:
    """One copy of a story somewhere: ``state`` in words, ``tone`` of its badge, ``url`` of the
    office's page about it; ``note`` what a colleague still has to do by hand; ``form`` the form of
    the story it has, as `StoryChannel.form`.
    """

    label: _StrOrPromise
    state: _StrOrPromise
    url: str = ""
    tone: str = ""
    language: str = ""
    at: datetime | None = None
    note: _StrOrPromise = ""
    form: str = ""


class CopyKeeper(Protocol):
    """A room that holds copies of stories.

    ``withdraw`` and ``correct`` run in the transaction that withdraws or corrects the story (or
    takes a picture off); they return what was done in words, for the trail. What cannot be undone
    there (a letter that left) is said by ``where_is``.
    """

    @property
    def name(self) -> _StrOrPromise:
        """What the room's copies are called."""
        ...

    def where_is(self, key: UUID) -> list[StoryCopy]:
        """Every copy with its state and link."""
        ...

    def withdraw(self, key: UUID, actor: Actor) -> None:
        """The story is no longer true or no longer ours."""
        ...

    def correct(self, key: UUID, actor: Actor) -> None:
        """The story, or one of its pictures, has changed."""
        ...


@dataclass(frozen=True)
class StoryChannel:
    """A way to make a copy, offered on the story's page "everywhere" beside its preview.

    ``form`` says which preview it belongs to: site, mail, wechat, journal or text. ``make(user,
    actor, key)`` makes the copy and returns the address to go on to; it raises a ``WutongError``
    that is shown.
    """

    label: _StrOrPromise
    icon: str
    form: str
    permission: str
    make: Callable[[User, Actor, UUID], str]
    hint: _StrOrPromise = ""


copies: Registry[CopyKeeper] = Registry("copies of stories")
channels: Registry[StoryChannel] = Registry("channels of stories")

openers: Registry[Callable[[Collection[int]], Mapping[int, str]]] = Registry("what names open")
"""By kind ("person", "organisation", "fund"): of the ids given, those that may be shown to
everybody, with the address of their public page.
"""
