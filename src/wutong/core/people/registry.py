"""What upper rooms plug into a person's page: their part of the timeline, and panels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from django.db.models import Q
    from django.utils.functional import _StrOrPromise

    from wutong.kernel.actors import Actor
    from wutong.platform.access.registry import Scopes
    from wutong.platform.accounts.models import User
    from wutong.ui.office.lists.bulk import BulkAction

__all__ = [
    "Ahead",
    "AheadSource",
    "ListColumn",
    "MergeStep",
    "PersonAction",
    "PersonColumn",
    "PersonPanel",
    "PersonSight",
    "TimelineEvent",
    "TimelineSource",
    "ahead",
    "merge_steps",
    "people_list_actions",
    "people_list_columns",
    "person_actions",
    "person_columns",
    "person_panels",
    "person_sights",
    "timeline",
]


@dataclass(frozen=True)
class TimelineEvent:
    """Something that happened to or was done by a person.

    `when` is aware; with `whole_day` only its date is shown, with `whole_year` not even that. `kind` is the key of the kind
    (used for filtering and the icon's label), `source_grade` A to D, `population` as in
    `reference.enums.Population`, both empty where they do not apply.
    """

    when: datetime
    kind: str
    title: _StrOrPromise
    detail: _StrOrPromise = ""
    url: str = ""
    icon: str = "dot"
    source_grade: str = ""
    population: str = ""
    whole_day: bool = False
    whole_year: bool = False


class TimelineSource(Protocol):
    """One room's share of the timeline."""

    @property
    def label(self) -> _StrOrPromise:
        """What the share is called."""
        ...

    def events(
        self, person_id: int, viewer: User, *, before: datetime | None, limit: int
    ) -> Sequence[TimelineEvent]:
        """At most `limit` events strictly before `before`, youngest first. The caller has
        checked that `viewer` may see the person; what else is restricted the source leaves
        out itself.
        """
        ...


@dataclass(frozen=True)
class Ahead:
    """Something that is coming for a person or waits for a word of theirs, in words to them.

    ``key`` names it within its source. ``when`` is its day; with ``whole_year`` only the year is
    told, with ``until`` it is the last day of something. ``todo`` says what to do. ``url`` is a
    page the person may open, ``start`` makes the address where the button leads and is called when
    it is pressed; one with neither stands on the page of all that is coming, where ``lines`` tell
    more. ``asks``: nothing goes on before they answer.
    """

    key: str
    title: _StrOrPromise
    todo: _StrOrPromise = ""
    when: date | None = None
    whole_year: bool = False
    until: bool = False
    asks: bool = False
    url: str = ""
    start: Callable[[Actor], str] | None = None
    button: _StrOrPromise = ""
    lines: Sequence[_StrOrPromise] = ()
    icon: str = "calendar"


class AheadSource(Protocol):
    """One room's share of what is coming for a person who reads it: few queries, whatever there
    is, nothing written.
    """

    def __call__(self, person_id: int, today: date) -> Iterable[Ahead]:
        """What stands on ``today``."""
        ...


@dataclass(frozen=True)
class PersonPanel:
    """A panel on a person's page, shown to those with `permission` ("" for all who see the
    page). `context(person_id, viewer)` returns the template's context, or None to hide.
    """

    title: _StrOrPromise
    template: str
    context: Callable[[int, User], dict[str, Any] | None]
    permission: str = ""


@dataclass(frozen=True)
class PersonAction:
    """A button at the head of a person's page, shown to those with `permission`: `url(person_id)`
    is where it leads; `for_the_dead` keeps it where somebody has died.
    """

    label: _StrOrPromise
    icon: str
    url: Callable[[int], str]
    permission: str
    for_the_dead: bool = True


timeline: Registry[TimelineSource] = Registry("people.timeline")
ahead: Registry[AheadSource] = Registry("people.ahead")
person_panels: Registry[PersonPanel] = Registry("people.person_panels")
person_actions: Registry[PersonAction] = Registry("people.person_actions")

people_list_actions: Registry[BulkAction] = Registry("people.list_actions")
"""What upper rooms do to everybody a list of people shows."""


@dataclass(frozen=True)
class ListColumn:
    """A column that an upper room adds to the list of people, hidden until somebody chooses it:
    `words(ids)` says something of those of them who have it. With `choices` the list can be
    narrowed by `condition(choice)`, too, a condition on `Person`.
    """

    label: _StrOrPromise
    words: Callable[[Sequence[int]], Mapping[int, str]]
    choices: tuple[tuple[str, _StrOrPromise], ...] = ()
    condition: Callable[[str], Q] | None = None
    any_label: _StrOrPromise = ""


people_list_columns: Registry[ListColumn] = Registry("people.list_columns")


@dataclass(frozen=True)
class PersonColumn:
    """A column of another room that names a person: by id, or with `is_ref` as `person:12`.

    Undoing an import leaves people alone whom such a row names. Foreign keys are found without
    being registered; they too may be, with a `reason`: the code of a `tabular.reasons` sentence
    that is shown with the row that was kept, in which `%(count)s` is the number of rows.

    When two records become one, such rows name the one that stays; not so with `moves` False: a
    letter was sent to the record it was sent to, and one that waits is held back because its
    record is no more.
    """

    table: str
    column: str
    is_ref: bool = False
    reason: str = ""
    moves: bool = True


person_columns: Registry[PersonColumn] = Registry("people.person_columns")


class MergeStep(Protocol):
    """What a room does when two records become one, before its rows are pointed at the one that
    stays: where both have a row and only one can be, it brings them together on `kept_id`.
    Rows that still would clash stay with the record that goes. Whatever a step changes in rows
    that name either person is written down and undone with the merge.
    """

    def __call__(self, kept_id: int, gone_id: int) -> None: ...


merge_steps: Registry[MergeStep] = Registry("people.merge_steps")


PersonSight = "Callable[[Scopes], Q | None]"
"""Whom an upper room lets somebody of limited sight see besides those of their colleges: a
condition on `Person`, None where the scopes name nothing of that room.
"""

person_sights: Registry[Callable[[Scopes], Q | None]] = Registry("people.person_sights")
