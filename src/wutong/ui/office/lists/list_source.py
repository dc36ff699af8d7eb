"""Every list of the office as a source of exports: the same rows, in the same order.

The list is built again in the worker from its address, as the user who asked: scope and grade
apply as they stand then.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey
from django.http import HttpRequest, QueryDict
from django.urls import get_resolver
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wutong.platform.tabular.exports.registry import ExportTable, exports
from wutong.ui.office.lists.reading import readers_of
from wutong.ui.office.lists.registry import lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from wutong.platform.accounts.models import User
    from wutong.ui.office.lists.view import OfficeListView

CHUNK = 2_000


class ListSource:
    """`params`: `list` (its key), `query` (its state as in the address), `language`."""

    label = _("List")

    def label_for(self, params: dict[str, Any]) -> str:
        """The title of the list."""
        return str(_view(params).page_title)

    def permission(self, params: dict[str, Any]) -> str:
        """The list's own."""
        return _view(params).export_permission

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """As the list says."""
        return _view(params).export_needs_reason

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """All rows that match, not only a page, in the language of the person who asked."""
        with translation.override(params.get("language") or translation.get_language()):
            return self._table(user, params)

    def _table(self, user: User, params: dict[str, Any]) -> ExportTable:
        view = _view(params)()
        request = HttpRequest()
        request.method = "GET"
        request.user = user
        request.GET = QueryDict(params.get("query", ""))
        view.setup(request)
        rows = view.ordered(view.make_table(view.rows))
        name = view.export_name or str(view.page_title) or view.list_key
        own: Callable[[QuerySet[Any]], tuple[Sequence[str], Iterable[Sequence[Any]]]] | None
        own = getattr(view, "export_rows", None)
        if own is not None:
            columns, values = own(rows)
        elif _all_plain(view):
            columns, values = _plain_rows(view, rows)
        else:
            columns, values = _table_rows(view, rows)
        return ExportTable(name=name, columns=columns, rows=values, total=view.rows.count())


def _view(params: dict[str, Any]) -> type[OfficeListView[Any]]:
    get_resolver().url_patterns  # noqa: B018 -- a worker has not loaded the pages that register lists
    return lists.get(params["list"]).view


def _all_plain(view: OfficeListView[Any]) -> bool:
    """Whether every column is a field of the model: then no object need be made of a row."""
    try:
        fields = [view.model._meta.get_field(name) for name in view.export_columns]
    except FieldDoesNotExist:
        return False
    said = (f"{how}_{name}" for name in view.export_columns for how in ("value", "render"))
    return not any(isinstance(field, ForeignKey) for field in fields) and not any(
        hasattr(view.table_class, method) for method in said
    )


def headings(view: OfficeListView[Any], names: Sequence[str]) -> list[str]:
    """As on the screen; columns that are only in the file are named after their field."""
    shown = {
        column.name: str(column.header) for column in view.table_class(view.rows.none()).columns
    }
    return [
        shown.get(name) or capfirst(str(view.model._meta.get_field(name).verbose_name))
        for name in names
    ]


def _plain_rows(
    view: OfficeListView[Any], rows: QuerySet[Any]
) -> tuple[list[str], Iterator[Sequence[Any]]]:
    fields = [view.model._meta.get_field(name) for name in view.export_columns]
    words = {
        place: dict(field.flatchoices) for place, field in enumerate(fields) if field.flatchoices
    }
    values = rows.values_list(*view.export_columns).iterator(chunk_size=CHUNK)

    def told() -> Iterator[Sequence[Any]]:
        for row in values:
            yield [
                str(words[place].get(value, value)) if place in words else value
                for place, value in enumerate(row)
            ]

    return headings(view, view.export_columns), told() if words else values


def _table_rows(
    view: OfficeListView[Any], rows: QuerySet[Any]
) -> tuple[list[str], Iterator[Sequence[Any]]]:
    """By the table's own columns, chunk by chunk; `dress` of the view fills in the rest."""
    names = view.export_columns
    readers = readers_of(view.table_class(view.rows.none()), names)
    dress = getattr(view, "dress", None)
    view.hidden_columns = ()  # a file has columns that the screen may hide
    language = translation.get_language()

    def told() -> Iterator[Sequence[Any]]:
        found = rows.iterator(chunk_size=CHUNK)
        while chunk := list(islice(found, CHUNK)):
            with translation.override(language):
                if dress is not None:
                    dress(chunk)
                values = [[read(record) for read in readers] for record in chunk]
            yield from values

    return headings(view, names), told()


exports.register("office.list", ListSource())
