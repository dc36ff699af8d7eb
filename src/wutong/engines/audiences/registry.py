"""What people can be chosen by: each room registers the criteria of its own facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from wutong.engines.audiences.enums import Topic
from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.models import Q
    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User


class CriterionForm(forms.Form):
    """The questions of one criterion; ``params`` is what is kept of the answers (JSON).

    ``user`` is who builds the segment, for questions whose answers depend on sight.
    """

    all_optional = True

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.prepare()

    def prepare(self) -> None:
        """Offer what ``self.user`` may choose from; nothing to do where everybody may all."""

    def params(self) -> dict[str, Any]:
        """The answers without the empty ones; models become their keys."""
        return {
            name: _plain(value)
            for name, value in self.cleaned_data.items()
            if value not in (None, "", [], ()) and not _is_empty(value)
        }


def _is_empty(value: object) -> bool:
    return hasattr(value, "exists") and not value.exists()


def _plain(value: Any) -> Any:
    if hasattr(value, "values_list"):
        return list(value.values_list("pk", flat=True))
    return value.isoformat() if hasattr(value, "isoformat") else value


@dataclass(frozen=True)
class Criterion:
    """Something a person can be chosen by.

    ``to_q`` turns parameters into a condition on ``Person``; conditions on other tables are
    ``Exists`` so that the whole segment stays one statement without duplicates. ``describe``
    puts the parameters into words. Both get parameters that ``form`` has validated at some
    time, perhaps years ago: a college that is gone must not break a segment. ``value`` says what
    one person has in this respect, in a few words, "" for nothing.
    """

    key: str
    label: _StrOrPromise
    form: type[CriterionForm]
    to_q: Callable[[Mapping[str, Any]], Q]
    describe: Callable[[Mapping[str, Any]], str]
    topic: Topic = Topic.PEOPLE
    value: Callable[[Mapping[str, Any], int], str] | None = None


criteria: Registry[Criterion] = Registry("criteria")


def register_criterion(criterion: Criterion, *, order: int = 100) -> None:
    """Offer ``criterion`` in the segment builder."""
    criteria.register(criterion.key, criterion, order=order)


@dataclass(frozen=True)
class Use:
    """Something that uses a segment: what kind of thing, its name, where it is read."""

    kind: _StrOrPromise
    label: str
    url: str = ""


segment_uses: Registry[Callable[[int, User], Sequence[Use]]] = Registry("segment uses")
"""``uses(segment_id, user)``: what of a room uses a segment, named as far as ``user`` may see."""
