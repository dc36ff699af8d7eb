"""What filters of a list say in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.forms import ChoiceField, Field, ModelChoiceField
from django.utils.translation import gettext as _
from django_filters import FilterSet

from wutong.ui.design import typography
from wutong.ui.office.lists.state import NOT_KEPT, Chip, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.forms import BaseForm


class OfficeFilterSet(FilterSet):
    """Filters that build their form only when the address asks for one of them: while somebody
    types, the form would cost more than the search.
    """

    @property
    def qs(self) -> QuerySet[Any]:
        """The rows that are left, narrowed once."""
        if not hasattr(self, "_qs") and not is_asked(self):
            self._qs = self.unasked(self.queryset.all())
        found: QuerySet[Any] = super().qs
        return found

    def unasked(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows where no filter is in force; must be those of a form left empty."""
        return queryset


def is_asked(filters: FilterSet | None) -> bool:
    """Whether the address narrows the list by any of ``filters``."""
    if filters is None or not filters.data:
        return False
    names = tuple(filters.filters)
    return any(
        any(values) and any(key == name or key.startswith(f"{name}_") for name in names)
        for key, values in filters.data.lists()
    )


def chips_of(form: BaseForm | None, state: State, *, search_param: str) -> list[Chip]:
    """A chip for the search text and for each filter in force, with the address without it."""
    found: list[Chip] = []
    text = state.query.get(search_param, "").strip()
    if text:
        found.append(Chip(_("Search"), text, state.address(search_param, *NOT_KEPT)))
    if form is None:
        return found
    cleaned = getattr(form, "cleaned_data", {})
    for name, field in form.fields.items():
        value = cleaned.get(name)
        if value in (None, "", [], ()) or name == search_param:
            continue
        if isinstance(value, slice) and value.start is None and value.stop is None:
            continue
        keys = [key for key in state.query if key == name or key.startswith(f"{name}_")]
        label = field.label or name
        if not keys or (hasattr(value, "exists") and not value):
            continue
        if isinstance(value, list | tuple | set) or hasattr(value, "all"):
            found += [
                Chip(label, words, state.without_value(name, raw))
                for raw, words in _each(field, value)
            ]
        else:
            found.append(Chip(label, _words(field, value), state.address(*keys, *NOT_KEPT)))
    return found


def _each(field: Field, values: Iterable[Any]) -> list[tuple[str, str]]:
    if isinstance(field, ModelChoiceField):
        return [(str(field.prepare_value(item)), str(item)) for item in values]
    return [(str(item), _words(field, item)) for item in values]


def _words(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, slice):
        return _range(value.start, value.stop)
    if isinstance(field, ChoiceField) and not isinstance(field, ModelChoiceField):
        return str(_labels(field).get(str(value), value))
    if isinstance(value, date | datetime):
        return typography.as_day(value)
    return str(value)


def _labels(field: ChoiceField) -> dict[str, Any]:
    labels: dict[str, Any] = {}
    for key, label in list(field.choices):  # type: ignore[arg-type]
        if isinstance(label, list | tuple):
            labels.update({str(inner): words for inner, words in label})
        else:
            labels[str(key)] = label
    return labels


def _range(start: Any, stop: Any) -> str:
    first, last = (_edge(value) for value in (start, stop))
    if first and last:
        return f"{first} – {last}"
    if first:
        return _("from %(start)s") % {"start": first}
    return _("up to %(end)s") % {"end": last}


def _edge(value: Any) -> str:
    if value is None:
        return ""
    return typography.as_day(value) if isinstance(value, date | datetime) else str(value)
