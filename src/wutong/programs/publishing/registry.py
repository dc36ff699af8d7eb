"""What upper rooms plug in: copies of stories they hold, ways to make one, sections below a story,
pages that names open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest
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


@dataclass(frozen=True)
class StorySection:
    """Something below a public story (never below a draft or a withdrawn one).

    ``context(request, key)`` is asked whenever the page is built; None leaves the section out.
    The template finds it as ``section``. A kept page is built anew when one of ``areas(key)``
    changes; ``style`` is the static file that dresses it.
    """

    template: str
    context: Callable[[HttpRequest, UUID], Mapping[str, Any] | None]
    areas: Callable[[UUID], tuple[str, ...]]
    style: str = ""


@dataclass(frozen=True)
class StoryPanel:
    """A card beside the reviews on the office's page of a story, for those with ``permission``:
    ``context(user, key)``, or None to leave it out; the template finds it as ``panel``.
    """

    template: str
    context: Callable[[User, UUID], Mapping[str, Any] | None]
    permission: str


copies: Registry[CopyKeeper] = Registry("copies of stories")
channels: Registry[StoryChannel] = Registry("channels of stories")

below: Registry[StorySection] = Registry("sections below stories")
desk: Registry[StoryPanel] = Registry("panels of a story's page")
openers: Registry[Callable[[Collection[int]], Mapping[int, str]]] = Registry("what names open")
"""By kind ("person", "organisation", "fund"): of the ids given, those that may be shown to
everybody, with the address of their public page.
"""
