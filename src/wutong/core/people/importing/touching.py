"""Which tables outside this room's own name a person: asked of the models and of the rooms."""

from django.apps import apps

from wutong.core.people.models import (
    ContactPoint,
    Degree,
    Employment,
    Person,
    PersonState,
    Provenance,
)
from wutong.core.people.registry import person_columns

_OURS = frozenset((ContactPoint, Degree, Employment, PersonState, Provenance))


def foreign_rows() -> list[str]:
    """SQL conditions on `p`, one per table, that hold where a row names the person."""
    found = []
    for relation in Person._meta.related_objects:
        model = relation.related_model
        if isinstance(model, str) or model in _OURS or hasattr(model, "pgh_tracked_model"):
            continue
        if apps.get_app_config(model._meta.app_label) is None or not model._meta.managed:
            continue
        column = relation.field.column
        found.append(
            f'EXISTS (SELECT 1 FROM "{model._meta.db_table}" x WHERE x."{column}" = p.id)'  # noqa: S608 -- names of our own models
        )
    for item in person_columns.values():
        value = "'person:' || p.id" if item.is_ref else "p.id"
        found.append(
            f'EXISTS (SELECT 1 FROM "{item.table}" x WHERE x."{item.column}" = {value})'  # noqa: S608 -- names registered by our own rooms
        )
    return found
