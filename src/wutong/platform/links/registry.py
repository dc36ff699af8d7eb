"""What a link can do: upper rooms register their actions here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import timedelta

    from django import forms
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class LinkContext:
    """Who answers, and what the office put into the grant.

    ``language`` is the one the reader has chosen, or empty: then the page is in the person's.
    """

    grant_id: int
    grant_key: str
    action: str
    subject_kind: str
    subject_id: int
    params: Mapping[str, Any]
    language: str = ""

    @property
    def subject_ref(self) -> str:
        """``person:12``."""
        return f"{self.subject_kind}:{self.subject_id}"


@dataclass(frozen=True)
class Button:
    """One way to answer; the first is the one most people take."""

    value: str
    label: _StrOrPromise


@dataclass(frozen=True)
class NextStep:
    """Somewhere else to go from the page; never a change by itself."""

    label: _StrOrPromise
    url: str


@dataclass(frozen=True)
class LinkPage:
    """What the page says before anything is done.

    ``language`` is the language of the person the link was made for. No personal data beyond
    the name may stand here: a forwarded mail must not tell a stranger more than that.
    """

    language: str
    heading: _StrOrPromise
    lines: Sequence[_StrOrPromise]
    buttons: Sequence[Button]
    signature: str = ""
    next_steps: Sequence[NextStep] = ()


@dataclass(frozen=True)
class Outcome:
    """What was done: ``answer`` is kept to show it again, ``undo`` to take it back."""

    answer: dict[str, Any] = field(default_factory=dict)
    undo: dict[str, Any] | None = None


class LinkAction(Protocol):
    """One thing that can be done from a link without signing in.

    ``perform`` and ``undo`` run inside one transaction that also writes the use; ``perform``
    gets the button's value and the cleaned data of ``form_class``. ``understood`` puts an
    answer into words, as facts ("You sent your greetings back"). A link to sensitive data sets
    ``challenge``: a question with the second fact the person must know (``challenge_passed``).
    """

    title: _StrOrPromise
    valid_for: timedelta
    single_use: bool
    form_class: type[forms.Form] | None
    challenge: _StrOrPromise

    def page(self, context: LinkContext) -> LinkPage | None:
        """The page, or None when the subject is gone."""

    def initial(self, context: LinkContext) -> dict[str, Any]:
        """What the form shows before it is filled in."""

    def challenge_passed(self, context: LinkContext, answer: str) -> bool:
        """Whether ``answer`` is the second fact; never called without a challenge."""

    def perform(self, context: LinkContext, button: str, data: Mapping[str, Any]) -> Outcome:
        """Do it."""

    def understood(self, context: LinkContext, answer: Mapping[str, Any]) -> Sequence[str]:
        """What was understood, line by line, in the active language."""

    def undo(self, context: LinkContext, undo: Mapping[str, Any]) -> None:
        """Take it back."""


@runtime_checkable
class Leading(Protocol):
    """A link action whose answer leads on to a page of its own."""

    def leads_to(self, context: LinkContext) -> str:
        """The address to go on to once it is done."""


actions: Registry[LinkAction] = Registry("link actions")
