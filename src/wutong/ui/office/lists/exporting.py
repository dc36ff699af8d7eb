"""From a list to a file: begun from the page, made by a worker from the same list again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import translation

from wutong.platform.tabular.exports.public import ExportTable, exports, start_export
from wutong.ui.office.lists.reading import readers_of
from wutong.ui.office.lists.state import COLUMNS, PAGE, PEEK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.utils.functional import _StrOrPromise

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.ui.office.lists.view import OfficeListView

CHUNK = 2000


def begin_export(
    *, actor: Actor, list_key: str, query: str, file_format: str, reason: str, back_url: str
) -> str:
    """Queue the export of a list in the state ``query``; the address of its progress page."""
    progress = start_export(
        actor=actor,
        key=export_key(list_key),
        params={"query": query, "language": translation.get_language() or ""},
        file_format=file_format,
        reason=reason,
        back_url=back_url,
    )
    return reverse("office:progress", args=[progress.pk])


def export_key(list_key: str) -> str:
    """The name of a list among the exports."""
    return f"list:{list_key}"


class ListExport:
    """A list as a source of rows: the view itself filters and scopes, for the same user."""

    def __init__(self, view: type[OfficeListView[Any]]) -> None:
        self.view = view

    @property
    def label(self) -> _StrOrPromise:
        """The list's title."""
        return self.view.page_title

    def permission(self, params: dict[str, Any]) -> str:
        """What the list asks for."""
        return self.view.export_permission

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """What the list asks for."""
        return self.view.export_needs_reason

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """All rows that match, in the order of the page, read chunk by chunk."""
        request = HttpRequest()
        request.method = "GET"
        request.user = user
        query = QueryDict(params.get("query", ""), mutable=True)
        for key in (PAGE, PEEK, COLUMNS):
            query.pop(key, None)
        request.GET = query
        language = params.get("language") or translation.get_language()
        with translation.override(language):
            view = self.view()
            view.setup(request)
            names = self.view.export_columns or tuple(self.view.table_class.base_columns)
            table = self.view.table_class(())
            headings = [str(table.columns[name].header) for name in names]
            return ExportTable(
                name=self.view.export_name or self.view.list_key,
                columns=headings,
                rows=_rows(view, names, language),
                total=view.rows.order_by().count(),
            )


def _rows(
    view: OfficeListView[Any], names: Sequence[str], language: str | None
) -> Iterator[Sequence[Any]]:
    table = view.table_class(())
    readers = readers_of(table, names)
    ordered = view.ordered(view.make_table(view.rows))
    chunk: list[Any] = []
    for record in ordered.iterator(chunk_size=CHUNK):
        chunk.append(record)
        if len(chunk) == CHUNK:
            yield from _dressed(view, chunk, readers, language)
            chunk = []
    yield from _dressed(view, chunk, readers, language)


def _dressed(
    view: OfficeListView[Any], chunk: list[Any], readers: list[Any], language: str | None
) -> list[list[Any]]:
    with translation.override(language):
        view.dress(chunk)
        return [[read(record) for read in readers] for record in chunk]


def register_export(view: type[OfficeListView[Any]]) -> None:
    """Make a list that may be exported known to the worker."""
    if view.export_permission:
        exports.register(export_key(view.list_key), ListExport(view))
