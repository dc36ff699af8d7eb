"""What changed on a record, when and by whom, in words: read from the row history.

The history keeps each row as it was *before* a change (so that an import need not write its
rows twice); what it became is the next older-to-younger neighbour, or the row of today.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wutong.core.people.enums import MEMBERSHIP_CHOICES, ContactState, LifeState
from wutong.core.people.models import (
    ContactPoint,
    Degree,
    Employment,
    Person,
    PersonDocument,
    PersonState,
)
from wutong.core.people.selectors.profile import field_label
from wutong.core.reference.models import AcademicUnit, ClassGroup, Region
from wutong.platform.accounts.models import User
from wutong.ui.design import typography

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

MOST = 300
TRACKED: tuple[type[Model], ...] = (
    Person,
    Degree,
    Employment,
    ContactPoint,
    PersonDocument,
    PersonState,
)
_QUIET = {"id", "person", "value_hash", "number_hash", "batch_id", "user", "merged_into"}
_NAMED: dict[str, type[Model]] = {
    "region_id": Region,
    "unit_id": AcademicUnit,
    "class_group_id": ClassGroup,
}


@dataclass(frozen=True)
class FieldChange:
    """One field, before and after, in words; `after` is None for what was removed."""

    label: str
    before: str
    after: str | None


@dataclass(frozen=True)
class HistoryEntry:
    """One row changed or removed."""

    when: datetime
    who: str
    what: str
    removed: bool
    changes: list[FieldChange]


def history_of(person: Person) -> list[HistoryEntry]:
    """The latest changes, youngest first; at most `MOST` rows a kind."""
    raw: list[tuple[Any, Any, type[Model]]] = []
    for model in TRACKED:
        raw += _pairs(model, person)
    names = _names(raw)
    users = _users(before for before, _after, _model in raw)
    entries = [_entry(before, after, model, names, users) for before, after, model in raw]
    kept = [entry for entry in entries if entry.removed or entry.changes]
    return sorted(kept, key=lambda entry: entry.when, reverse=True)


def _pairs(model: Any, person: Person) -> list[tuple[Any, Any, type[Model]]]:
    """(before, after) of each event; after is None for a deletion."""
    events = model.pgh_event_model.objects.select_related("pgh_context")
    own = (
        events.filter(pgh_obj_id=person.pk)
        if model is Person
        else events.filter(person_id=person.pk)
    )
    by_row: dict[int, list[Any]] = defaultdict(list)
    for event in own.order_by("-pgh_id")[:MOST]:
        by_row[event.pgh_obj_id].append(event)
    present = model.objects.in_bulk(by_row)
    pairs = []
    for key, rows in by_row.items():
        after = present.get(key)
        for event in rows:
            pairs.append((event, None if event.pgh_label == "delete" else after, model))
            after = event
    return pairs


def _columns(model: Any) -> list[Any]:
    return [
        field
        for field in model.pgh_event_model._meta.fields
        if not field.name.startswith("pgh_") and field.name not in _QUIET
    ]


def _entry(
    before: Any,
    after: Any,
    model: Any,
    names: dict[tuple[type[Model], int], str],
    users: dict[int, str],
) -> HistoryEntry:
    changes = []
    for column in _columns(model):
        old = getattr(before, column.attname)
        new = getattr(after, column.attname) if after is not None else None
        if old == new or (after is None and old in (None, "", [])):
            continue
        changes.append(
            FieldChange(
                label=field_label(model, column.name) if column.name != "masked" else _("value"),
                before=_words(column, old, names),
                after=None if after is None else _words(column, new, names),
            )
        )
    context = before.pgh_context.metadata if before.pgh_context else {}
    return HistoryEntry(
        when=before.pgh_created_at,
        who=users.get(context.get("user") or 0, "") or str(context.get("by", "")),
        what=_what(before, model),
        removed=after is None,
        changes=changes,
    )


def _what(row: Any, model: Any) -> str:
    if model is Person:
        return _("Person")
    if model is ContactPoint:
        return f"{row.get_kind_display()} {row.masked}"
    if model is PersonState:
        values = {
            **dict(ContactState.choices),
            **dict(LifeState.choices),
            **dict(MEMBERSHIP_CHOICES),
        }
        return f"{row.get_kind_display()} · {values.get(row.value, row.value)}"
    return capfirst(str(model._meta.verbose_name))


def _words(column: Any, value: Any, names: dict[tuple[type[Model], int], str]) -> str:
    if value in (None, "", []):
        return "–"
    if column.attname in _NAMED:
        return names.get((_NAMED[column.attname], value), str(value))
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return _plain_words(value)


def _plain_words(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, date | datetime):
        return typography.as_day(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _names(raw: list[tuple[Any, Any, type[Model]]]) -> dict[tuple[type[Model], int], str]:
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for before, after, _model in raw:
        for row in (before, after):
            for column, target in _NAMED.items():
                key = getattr(row, column, None)
                if key:
                    wanted[target].add(key)
    return {
        (target, key): str(row)
        for target, keys in wanted.items()
        for key, row in target._default_manager.in_bulk(keys).items()  # noqa: SLF001
    }


def _users(events: Iterable[Any]) -> dict[int, str]:
    ids = {
        event.pgh_context.metadata.get("user") for event in events if event.pgh_context is not None
    }
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids - {None})}
