"""What people can be chosen by: each room registers the criteria of its own facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import Q
    from django.utils.functional import _StrOrPromise


class CriterionForm(forms.Form):
    """The questions of one criterion; ``params`` is what is kept of the answers (JSON)."""

    all_optional = True

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
    time, perhaps years ago: a college that is gone must not break a segment.
    """

    key: str
    label: _StrOrPromise
    form: type[CriterionForm]
    to_q: Callable[[Mapping[str, Any]], Q]
    describe: Callable[[Mapping[str, Any]], str]


criteria: Registry[Criterion] = Registry("criteria")


def register_criterion(criterion: Criterion, *, order: int = 100) -> None:
    """Offer ``criterion`` in the segment builder."""
    criteria.register(criterion.key, criterion, order=order)
