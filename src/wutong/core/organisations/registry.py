"""Where the people of a batch may come from: upper rooms offer more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.core.people.models import Person
    from wutong.platform.accounts.models import User


@dataclass(frozen=True)
class PeopleSource:
    """Named sets of people, such as segments.

    ``choices(user)`` are (reference, name) pairs; ``people(user, reference)`` those of the set
    whom ``user`` may see, or None for a reference that is not theirs.
    """

    label: _StrOrPromise
    choices: Callable[[User], Sequence[tuple[str, str]]]
    people: Callable[[User, str], QuerySet[Person] | None]


people_sources: Registry[PeopleSource] = Registry("organisations.people_sources")
