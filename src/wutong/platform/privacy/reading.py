"""Rows of a model as somebody reads them in their copy, and the common way to erase them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import EmailField, QuerySet
from django.utils.text import capfirst

from wutong.platform.privacy.registry import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Field, Model

    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.registry import Subject

NOTHING = Table((), ())


def table_of(rows: QuerySet[Any], *names: str) -> Table:
    """The fields ``names`` of ``rows``, choices and foreign keys in words."""
    model = rows.model
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in names]
    related = [field.name for field in fields if field.is_relation]
    found = rows.select_related(*related) if related else rows
    columns = tuple((field.name, capfirst(str(field.verbose_name))) for field in fields)
    return Table(columns, [[_value(row, field) for field in fields] for row in found])


def _value(row: Model, field: Field[Any, Any]) -> Any:
    value = getattr(row, field.name)
    if value is None or value == "":
        return None
    if isinstance(field, EmailField) and str(value).endswith(".invalid"):
        return None  # stands for somebody without a mailbox (RFC 2606)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    if isinstance(value, bool | int | float | date | datetime):
        return value
    return str(value)


def reads(
    model: type[Model], *names: str, by: str = "person_id", kind: str = "person"
) -> Callable[[Subject], Table]:
    """A holding's ``read``: the rows whose column ``by`` names the subject."""

    def read(subject: Subject) -> Table:
        return table_of(rows_of(model, subject, by=by, kind=kind), *names)

    return read


def deletes(
    model: type[Model], *, by: str = "person_id", kind: str = "person"
) -> Callable[[Actor, Subject], int]:
    """A holding's ``erase``: the rows go."""

    def erase(actor: Actor, subject: Subject) -> int:
        return rows_of(model, subject, by=by, kind=kind).delete()[0]

    return erase


def blanks(
    model: type[Model], *, by: str = "person_id", kind: str = "person", **values: Any
) -> Callable[[Actor, Subject], int]:
    """A holding's ``erase``: the rows stay, with ``values`` for what they said."""

    def erase(actor: Actor, subject: Subject) -> int:
        return int(rows_of(model, subject, by=by, kind=kind).update(**values))

    return erase


def rows_of(model: type[Model], subject: Subject, *, by: str, kind: str) -> QuerySet[Any]:
    """The rows of ``model`` whose ``by`` is one of the subject's numbers."""
    return QuerySet(model).filter(**{f"{by}__in": subject.ids(kind)}).order_by("pk")
